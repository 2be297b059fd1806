using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests;
using Xunit.v3;

[assembly: ClosedPages]

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Closes the pages of a test when it is over: hundreds that count, poll and keep circuits open would slow the others down.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ClosedPagesAttribute : Attribute, IBeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<IBrowserContext>> Open = [];

    /// <summary>Says that the running test has opened this.</summary>
    public static void Add(IBrowserContext context) => Open.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => []).Enqueue(context);

    /// <inheritdoc />
    public void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
    }

    /// <inheritdoc />
    public void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Open.TryRemove(test.UniqueID, out var contexts))
        {
            // Nobody waits for it.
            _ = Task.WhenAll(contexts.Select(context => context.CloseAsync()));
        }
    }
}
