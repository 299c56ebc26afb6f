import Synchronization

/// A value that threads of a test share.
public final class Locked<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    /// Creates it.
    public init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// Reads or changes the value.
    public func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try value.withLock { value in try body(&value) }
    }
}
