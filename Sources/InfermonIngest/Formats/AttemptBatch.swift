import InfermonModel
public import InfermonRollup

/// The records that lines gave, until they are added up.
public struct AttemptBatch: Sendable {
    /// Room for records, of which the first ``count`` are of the lines read.
    private var records: [AttemptRecord] = []
    /// The number of records.
    private(set) var count = 0

    /// Creates an empty batch.
    public init() {}

    /// Appends a record that `fill` completes in place.
    @inline(__always)
    public mutating func append(_ fill: (inout AttemptRecord) -> Void) {
        if count == records.count { records.append(AttemptRecord()) }
        func complete(_ record: inout AttemptRecord) {
            record.clear()
            fill(&record)
            record.complete()
        }
        complete(&records[count])
        count += 1
    }

    /// Calls `body` with the records in the order of the lines.
    @inline(__always)
    func withRecords(_ body: (UnsafeBufferPointer<AttemptRecord>) -> Void) {
        records.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0.prefix(count))) }
    }

    /// Has the records counted in the order of the lines.
    func add(to accumulator: inout RollupAccumulator, observedAt observed: Timestamp) {
        withRecords { accumulator.add($0, observedAt: observed) }
    }

    /// Calls `body` with each record in the order of the lines.
    @inline(__always)
    func forEach(_ body: (AttemptRecord) -> Void) {
        records.withUnsafeBufferPointer { records in
            for index in 0..<count { body(records[index]) }
        }
    }

    /// Forgets the records and keeps the room.
    public mutating func removeAll() { count = 0 }
}
