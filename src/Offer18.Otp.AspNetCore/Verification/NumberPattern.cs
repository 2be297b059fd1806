using System.Numerics;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// A pattern of libphonenumber's metadata: digits, <c>\d</c>, classes, groups, alternatives and counts. A regular expression says only
/// whether a number follows it; this also says how far, which tells which ranges an unknown number lies nearest to.
/// </summary>
/// <param name="pattern">Empty if the country has no such numbers.</param>
/// <param name="lengths">How many digits the pattern's numbers have.</param>
internal sealed class NumberPattern(string pattern, IReadOnlyCollection<int> lengths)
{
    private const int AnyDigit = 0b11_1111_1111;

    /// <summary>How far the digits follow the pattern.</summary>
    public NumberFit Fit(string digits)
    {
        if (pattern.Length == 0)
        {
            return default;
        }

        var walk = new Walk(pattern, digits);
        var ends = walk.Alternatives(from: 1);
        var matches = (ends >> digits.Length & 1) != 0;
        return new(matches, walk.Furthest, IsCut: !matches && (ends != 0 || walk.Furthest == digits.Length), lengths.Contains(digits.Length));
    }

    // Reads the pattern and follows the digits at once. Places between digits are bits: all the ways through the pattern go side by side.
    private ref struct Walk(string pattern, string digits)
    {
        private int _at;

        public int Furthest { get; private set; }

        public uint Alternatives(uint from)
        {
            var ends = Sequence(from);
            while (_at < pattern.Length && pattern[_at] == '|')
            {
                _at++;
                ends |= Sequence(from);
            }

            return ends;
        }

        private uint Sequence(uint from)
        {
            while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
            {
                from = Counted(from);
            }

            return from;
        }

        private uint Counted(uint from)
        {
            var start = _at;
            var ends = Item(from);
            var (least, most) = Count();
            var next = _at;
            var all = (least == 0 ? from : 0) | (least <= 1 ? ends : 0);
            for (var count = 2; count <= most; count++)
            {
                _at = start;
                ends = Item(ends);
                all |= count >= least ? ends : 0;
            }

            _at = next;
            return all;
        }

        private uint Item(uint from)
        {
            switch (pattern[_at++])
            {
                case '(':
                    _at += "?:".Length;
                    var ends = Alternatives(from);
                    _at++;
                    return ends;
                case '\\':
                    _at++;
                    return Digit(from, AnyDigit);
                case '[':
                    return Digit(from, Class());
                default:
                    return Digit(from, 1 << pattern[_at - 1] - '0');
            }
        }

        private int Class()
        {
            var set = 0;
            for (; pattern[_at] != ']'; _at++)
            {
                var first = pattern[_at];
                if (pattern[_at + 1] == '-')
                {
                    _at += 2;
                }

                for (var digit = first; digit <= pattern[_at]; digit++)
                {
                    set |= 1 << digit - '0';
                }
            }

            _at++;
            return set;
        }

        private (int Least, int Most) Count()
        {
            switch (_at < pattern.Length ? pattern[_at] : '\0')
            {
                case '?':
                    _at++;
                    return (0, 1);
                case '{':
                    var end = pattern.IndexOf('}', _at);
                    var range = pattern.AsSpan((_at + 1)..end);
                    var comma = range.IndexOf(',');
                    _at = end + 1;
                    return (int.Parse(comma < 0 ? range : range[..comma], null), int.Parse(range[(comma + 1)..], null));
                default:
                    return (1, 1);
            }
        }

        private uint Digit(uint from, int set)
        {
            uint ends = 0;
            for (var place = 0; place < digits.Length; place++)
            {
                if ((from >> place & 1) != 0 && (set >> digits[place] - '0' & 1) != 0)
                {
                    ends |= 2u << place;
                }
            }

            Furthest = Math.Max(Furthest, BitOperations.Log2(ends | 1));
            return ends;
        }
    }
}
