namespace Offer18.Otp.AspNetCore.Tests;
public sealed class A { [Fact] public void One_is_one() => Assert.Equal(1, 1); }
