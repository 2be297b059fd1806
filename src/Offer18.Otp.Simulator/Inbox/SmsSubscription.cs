using System.Threading.Channels;

namespace Offer18.Otp.Simulator.Inbox;

internal sealed class SmsSubscription(Channel<SimulatedSms?> channel, Action unsubscribe) : IDisposable
{
    public ChannelReader<SimulatedSms?> Messages => channel.Reader;

    public void End() => channel.Writer.TryComplete();

    public void Dispose() => unsubscribe();
}
