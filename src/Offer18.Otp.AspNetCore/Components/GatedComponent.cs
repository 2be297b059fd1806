using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// Stands in the place of a gated component and asks its gates. It shows the component while they are open, and otherwise the way to the
/// verification.
/// </summary>
/// <param name="pages">What made this.</param>
/// <param name="component">The gated component.</param>
/// <param name="gates">Its gates.</param>
internal sealed class GatedComponent(GatedPages pages, Type component, OtpVerifiedRequirement[] gates) : IComponent, IDisposable
{
    private const string OfTheSite = "The components are the site's, and AddRazorComponents warns a site that is published trimmed.";

    private RenderHandle _handle;
    private IReadOnlyDictionary<string, object?> _parameters = new Dictionary<string, object?>();
    private Task? _begun;
    private int _judgements;
    private bool _isOpen;
    private bool _isShown;
    private bool _isRoutersFault;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = default!;

    [Inject]
    private IAuthorizationService Authorization { get; set; } = default!;

    [Inject]
    private ConnectionGate Connections { get; set; } = default!;

    [Inject]
    private OwnRequest Own { get; set; } = default!;

    [Inject]
    private ILogger<GatedPages> Logger { get; set; } = default!;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    /// <summary>The parameters are those of the gated component.</summary>
    public Task SetParametersAsync(ParameterView parameters)
    {
        _parameters = parameters.ToDictionary();
        if (_begun is null)
        {
            return _begun = BeginAsync();
        }

        if (_begun.IsCompleted)
        {
            _handle.Render(Build);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Authentication.AuthenticationStateChanged -= OnChanged;
        _judgements++;
    }

    private async Task BeginAsync()
    {
        Authentication.AuthenticationStateChanged += OnChanged;
        await JudgeAsync();
        if (!_isOpen && pages.IsRoutersFault(component))
        {
            _isRoutersFault = true;
            Logger.RouterAsksNoGate(component.FullName ?? component.Name);
        }

        _handle.Render(Build);
    }

    // A circuit's user has changed, or a gate of the circuit has closed by its age.
    private void OnChanged(Task<AuthenticationState> changed) => Connections.Note(_handle.Dispatcher.InvokeAsync(async () =>
    {
        try
        {
            await JudgeAsync();
            _handle.Render(Build);
        }
        // The circuit must not go on with what may be closed by now.
        catch (Exception exception)
        {
            await _handle.DispatchExceptionAsync(exception);
        }
    }));

    private async Task JudgeAsync()
    {
        var judgement = ++_judgements;
        var user = (await Authentication.GetAuthenticationStateAsync()).User;
        var isOpen = (await Authorization.AuthorizeAsync(user, null, gates)).Succeeded;
        if (judgement != _judgements)
        {
            return;
        }

        if (!isOpen && (_isOpen || judgement == 1))
        {
            Logger.GateClosed(OtpErrorCodes.OtpRequired, gates[0].Campaign);
        }

        _isOpen = isOpen;
        if (Own.Context is { } request && request.User != user && Authentication is IHostEnvironmentAuthenticationStateProvider host)
        {
            // The page's components learn the proof that opened the gate.
            host.SetAuthenticationState(Task.FromResult(new AuthenticationState(request.User)));
        }
    }

    // The compiler sees a parameter, the linker the field behind it.
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = OfTheSite)]
    [UnconditionalSuppressMessage("Trimming", "IL2077", Justification = OfTheSite)]
    private void Build(RenderTreeBuilder builder)
    {
        if (_isOpen)
        {
            if (!_isShown)
            {
                // The renderer creates it as soon as this method returns.
                pages.Pass(component);
            }

            builder.OpenComponent(0, component);
            foreach (var (name, value) in _parameters)
            {
                builder.AddComponentParameter(1, name, value);
            }

            builder.CloseComponent();
        }
        else
        {
            builder.OpenComponent<OtpVerifyFirst>(2);
            builder.AddComponentParameter(3, nameof(OtpVerifyFirst.RouteData), new RouteData(component, new Dictionary<string, object?>()));
            builder.CloseComponent();
            if (_isRoutersFault)
            {
                builder.OpenComponent<DeveloperNote>(4);
                builder.AddComponentParameter(5, nameof(DeveloperNote.Key), "developer.router");
                builder.CloseComponent();
            }
        }

        _isShown = _isOpen;
    }
}
