using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// A store that the package has registered. A later call may replace it. A registration of the site's own is never one of these, so it stays.
/// </summary>
internal sealed class OtpStoreDescriptor : ServiceDescriptor
{
    public OtpStoreDescriptor(Type contract, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type implementation)
        : base(contract, implementation, ServiceLifetime.Singleton)
    {
    }

    public OtpStoreDescriptor(Type contract, Func<IServiceProvider, object> store)
        : base(contract, store, ServiceLifetime.Singleton)
    {
    }
}
