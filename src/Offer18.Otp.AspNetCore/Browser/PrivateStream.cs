namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>
/// A response's body that does something before each write. That is earlier than <c>OnStarting</c>: a response cache looks at the headers as
/// soon as something is written to its own stream, which is the next one.
/// </summary>
/// <param name="body">The body so far.</param>
/// <param name="beforeWriting">What is done. It does no harm more than once.</param>
internal sealed class PrivateStream(Stream body, Action beforeWriting) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => body.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => Body().Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => Body().FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Body().Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => Body().Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Body().WriteAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private Stream Body()
    {
        beforeWriting();
        return body;
    }
}
