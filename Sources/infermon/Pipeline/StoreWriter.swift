import InfermonModel

/// A part of infermon that writes the store.
///
/// Each has its own failures and successes: what one can write again, another may still wait for.
enum StoreWriter: Hashable, Sendable {
    /// A log's sums and position.
    case log(SourceID)
    /// The deleting of what is too old.
    case pruning
    /// A provider's answers.
    case provider(String)
    /// The alerts.
    case alerts
    /// The GPUs' energy.
    case energy
}
