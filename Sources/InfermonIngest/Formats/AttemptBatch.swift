public import InfermonRollup

/// The records that lines gave, until they are added up.
public struct AttemptBatch {
    /// The records in the order of the lines.
    public private(set) var records: [AttemptRecord] = []

    /// Creates an empty batch.
    public init() {}

    /// Appends a record that `fill` completes in place.
    @inline(__always)
    public mutating func append(_ fill: (inout AttemptRecord) -> Void) {
        records.append(AttemptRecord())
        fill(&records[records.count - 1])
        records[records.count - 1].complete()
    }

    /// Forgets the records and keeps the room.
    public mutating func removeAll() { records.removeAll(keepingCapacity: true) }
}
