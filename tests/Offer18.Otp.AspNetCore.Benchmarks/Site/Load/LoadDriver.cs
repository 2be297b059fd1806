namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

/// <summary>Sends rounds of requests over a few connections that stay open, each connection one request at a time.</summary>
internal sealed class LoadDriver : IDisposable
{
    public const int Connections = 32;

    private readonly RawConnection[] _connections;

    private LoadDriver(RawConnection[] connections) => _connections = connections;

    public static async Task<LoadDriver> ConnectAsync(Uri address) =>
        new(await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RawConnection.OpenAsync(address))));

    /// <summary>Sends all requests of a round, and returns how many bytes the answers had.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 200: what was measured would be something else.</exception>
    public async Task<long> RunAsync(Round round)
    {
        var next = -1;
        var bytes = await Task.WhenAll(_connections.Select(SendAsync));
        return bytes.Sum();

        async Task<long> SendAsync(RawConnection connection)
        {
            var received = 0L;
            while (Interlocked.Increment(ref next) is var i && i < round.Requests.Count)
            {
                var answer = await connection.SendAsync(round.Requests[i]);
                if (answer.Status != 200)
                {
                    throw new InvalidOperationException($"The answer is {answer.Status}: {answer.Text}");
                }

                received += answer.Length;
                round.Keep?.Invoke(i, answer);
            }

            return received;
        }
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());
}
