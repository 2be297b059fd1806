using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>
/// Finds the points of a C# file, and puts a switch into each that is chosen: <c>(MutationSwitch.Is(7) ? a || b : a &amp;&amp; b)</c>. So one build
/// holds them all.
/// </summary>
/// <param name="file">Below the repository.</param>
/// <param name="choose">The number of a chosen point; null for others.</param>
internal sealed partial class CodeMutator(string file, Func<MutationPoint, int?> choose) : CSharpSyntaxRewriter
{
    private readonly Dictionary<string, int> _alike = [];

    /// <summary>All points that were found.</summary>
    public List<MutationPoint> Points { get; } = [];

    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => node;

    // What stands in a pattern or a constant must be constant itself.
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitFieldDeclaration(node);

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) =>
        node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitLocalDeclarationStatement(node);

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;

    public override SyntaxNode? VisitParameter(ParameterSyntax node) => node;

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        var changed = node.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression => "false",
            SyntaxKind.FalseLiteralExpression => "true",
            SyntaxKind.NumericLiteralExpression when node.Token.Value is int number => number <= 2 ? $"{number + 1}" : $"{number * 2}",
            _ => null,
        };
        return changed is not null && Choose(node, $"{node} becomes {changed}", node.Parent!) is { } id
            ? Expression(node, $"(MutationSwitch.Is({id}) ? {changed} : {node})")
            : node;
    }

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var kind = node.Kind();
        var isLogical = kind is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression;
        var declares = Declares(node);
        var changed = kind switch
        {
            SyntaxKind.LessThanExpression => "<=",
            SyntaxKind.LessThanOrEqualExpression => "<",
            SyntaxKind.GreaterThanExpression => ">=",
            SyntaxKind.GreaterThanOrEqualExpression => ">",
            SyntaxKind.EqualsExpression when !IsCondition(node) => "!=",
            SyntaxKind.NotEqualsExpression when !IsCondition(node) => "==",
            SyntaxKind.LogicalAndExpression => "||",
            SyntaxKind.LogicalOrExpression => "&&",
            SyntaxKind.AddExpression when !IsText(node.Left) && !IsText(node.Right) => "-",
            SyntaxKind.SubtractExpression => "+",
            SyntaxKind.MultiplyExpression => "/",
            SyntaxKind.DivideExpression => "*",
            _ => null,
        };
        if (kind == SyntaxKind.CoalesceExpression && node.Right is not ThrowExpressionSyntax && !declares && Choose(node, "?? takes its right side") is { } right)
        {
            var (value, other) = (Visited(node.Left), Visited(node.Right));
            return Expression(node, $"(MutationSwitch.Is({right}) ? ({other}) : ({value}) ?? ({other}))");
        }

        if (changed is null || (declares && !isLogical) || Choose(node, isLogical && declares ? $"right side of {node.OperatorToken} left out" : $"{node.OperatorToken} becomes {changed}") is not { } id)
        {
            return base.VisitBinaryExpression(node);
        }

        var (a, b) = (Visited(node.Left), Visited(node.Right));
        return Expression(node, isLogical && declares
            ? kind == SyntaxKind.LogicalAndExpression ? $"(({a}) && (({b}) || MutationSwitch.Is({id})))" : $"(({a}) || (({b}) && !MutationSwitch.Is({id})))"
            : $"(MutationSwitch.Is({id}) ? ({a}) {changed} ({b}) : ({a}) {node.OperatorToken.Text} ({b}))");
    }

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        var visited = base.VisitIsPatternExpression(node)!;
        return !IsCondition(node) && !Declares(node) && Choose(node, "is negated") is { } id
            ? Expression(node, $"(({visited}) != MutationSwitch.Is({id}))")
            : visited;
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var visited = base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) && !IsCondition(node) && !Declares(node) && Choose(node, "! left out") is { } id
            ? Expression(node, $"(({visited}) != MutationSwitch.Is({id}))")
            : visited;
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        var changed = node.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: var name } && node.ArgumentList.Arguments.Count > 0
            ? name switch { "Any" => "All", "All" => "Any", "Max" => "Min", "Min" => "Max", _ => null }
            : null;
        if (changed is null || Declares(node) || Choose(node, $"{((MemberAccessExpressionSyntax)node.Expression).Name} becomes {changed}") is not { } id)
        {
            return visited;
        }

        var other = visited.WithExpression(((MemberAccessExpressionSyntax)visited.Expression).WithName(SyntaxFactory.IdentifierName(changed)));
        return Expression(node, $"(MutationSwitch.Is({id}) ? {other} : {visited})");
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var condition = Condition(node.Condition);
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return condition is { } made ? visited.WithCondition(made(visited.Condition)) : visited;
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        var condition = Condition(node.Condition);
        var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return condition is { } made ? visited.WithCondition(made(visited.Condition)) : visited;
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var condition = Condition(node.Condition);
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return condition is { } made ? visited.WithCondition(made(visited.Condition)) : visited;
    }

    public override SyntaxNode? VisitWhenClause(WhenClauseSyntax node)
    {
        var condition = Condition(node.Condition);
        var visited = (WhenClauseSyntax)base.VisitWhenClause(node)!;
        return condition is { } made ? visited.WithCondition(made(visited.Condition)) : visited;
    }

    // "bool IsLive() => ..." is a condition, too.
    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        var condition = IsCondition(node.Expression) ? Condition(node.Expression) : null;
        var visited = (ArrowExpressionClauseSyntax)base.VisitArrowExpressionClause(node)!;
        return condition is { } made ? visited.WithExpression(made(visited.Expression)) : visited;
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        // A null would throw one line later.
        var id = node.ToString().Contains(".ThrowIf", StringComparison.Ordinal) ? null : Choose(node, "statement left out");
        var visited = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        return id is null ? visited : Statement(node, $"if (!MutationSwitch.Is({id})) {{ {visited} }}");
    }

    public override SyntaxNode? VisitYieldStatement(YieldStatementSyntax node)
    {
        var id = node.Expression is null ? null : Choose(node, "statement left out");
        var visited = (YieldStatementSyntax)base.VisitYieldStatement(node)!;
        return id is null ? visited : Statement(node, $"if (!MutationSwitch.Is({id})) {{ {visited} }}");
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var returnsNothing = node.ReturnType.ToString() == "void" || (node.Modifiers.Any(SyntaxKind.AsyncKeyword) && node.ReturnType.ToString() is "Task" or "ValueTask");
        var id = returnsNothing && node.Body is { Statements.Count: > 1 } ? Choose(node, "returns at once", text: node.Identifier.Text) : null;
        var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return id is null
            ? visited
            : visited.WithBody(visited.Body!.WithStatements(visited.Body.Statements.Insert(0, SyntaxFactory.ParseStatement($"if (MutationSwitch.Is({id})) {{ return; }} "))));
    }

    private static bool Declares(SyntaxNode node) => node.DescendantNodesAndSelf().Any(inner => inner is SingleVariableDesignationSyntax);

    private static bool IsText(ExpressionSyntax side) => side.DescendantNodesAndSelf().Any(inner =>
        inner is InterpolatedStringExpressionSyntax || inner.IsKind(SyntaxKind.StringLiteralExpression) || inner.IsKind(SyntaxKind.CharacterLiteralExpression));

    private static bool IsCondition(ExpressionSyntax node) => node.Parent switch
    {
        IfStatementSyntax or WhileStatementSyntax or WhenClauseSyntax => true,
        ConditionalExpressionSyntax choice => choice.Condition == node,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => method.ReturnType.ToString() == "bool",
        ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Type.ToString() == "bool",
        ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax function } => function.ReturnType.ToString() == "bool",
        _ => false,
    };

    private static ExpressionSyntax Expression(SyntaxNode node, string text) => SyntaxFactory.ParseExpression(text).WithTriviaFrom(node);

    private static StatementSyntax Statement(SyntaxNode node, string text) => SyntaxFactory.ParseStatement(text).WithTriviaFrom(node);

    // A variable that the condition declares must stay assigned where it is used. So such a condition only becomes the side that does not
    // use it: "is { } x" never holds, "is not { } x" always.
    private Func<ExpressionSyntax, ExpressionSyntax>? Condition(ExpressionSyntax node)
    {
        var declares = Declares(node);
        var isNot = Not().IsMatch(node.ToString()) || node.DescendantNodesAndSelf().Any(inner => inner.IsKind(SyntaxKind.LogicalOrExpression) && !inner.Ancestors().TakeWhile(outer => outer != node.Parent).OfType<ParenthesizedExpressionSyntax>().Any());
        if (Choose(node, !declares ? "condition negated" : isNot ? "condition always holds" : "condition never holds") is not { } id)
        {
            return null;
        }

        return visited => Expression(node, !declares ? $"(({visited}) != MutationSwitch.Is({id}))"
            : isNot ? $"(({visited}) || MutationSwitch.Is({id}))" : $"(({visited}) && !MutationSwitch.Is({id}))");
    }

    private string Visited(ExpressionSyntax node) => Visit(node)!.ToString();

    private int? Choose(SyntaxNode node, string mutation, SyntaxNode? around = null, string? text = null)
    {
        var member = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault() switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            ConstructorDeclarationSyntax => "constructor",
            FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            _ => "",
        };
        var shown = Spaces().Replace(text ?? (around ?? node).ToString(), " ");
        var alike = $"{member}\n{mutation}\n{(shown.Length > MutationPoint.ShownText ? shown[..MutationPoint.ShownText] : shown)}";
        _alike[alike] = _alike.GetValueOrDefault(alike) + 1;
        var point = new MutationPoint(file, member, mutation, shown, _alike[alike]) { Line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1 };
        Points.Add(point);
        return choose(point);
    }

    [GeneratedRegex(@"^!|^[\w.()\[\]?, ]+ is not \{|^[^&|]* is not \{|^await [^&|]* is not \{", RegexOptions.Singleline)]
    private static partial Regex Not();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
