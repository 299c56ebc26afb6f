/// What a scanner found in one line, in memory that lines share.
final class JSONFindings {
    /// The most members and elements kept of one line.
    static let captureLimit = 96

    /// The values by slot; only those whose bit is set are of this line.
    let values: UnsafeMutablePointer<JSONValue>
    /// Members and elements that `*` and `[]` wanted.
    let captures: UnsafeMutablePointer<JSONCapture>

    init(slots: Int) {
        values = .allocate(capacity: max(1, slots))
        values.initialize(repeating: .missing, count: max(1, slots))
        captures = .allocate(capacity: Self.captureLimit)
    }

    deinit {
        values.deallocate()
        captures.deallocate()
    }
}
