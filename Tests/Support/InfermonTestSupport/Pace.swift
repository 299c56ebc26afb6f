import Glibc

/// Keeps a writer of test data to a rate, as a gateway's traffic has one; never a wait for something to happen, which is what
/// ``eventually(within:_:isolation:_:)`` is for.
public func pace(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }
