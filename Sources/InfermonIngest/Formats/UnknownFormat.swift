/// The format of lines whose format was not found: each of them is ignored, and makes the search go on.
struct UnknownFormat: LogFormat {
    /// No name.
    var id: String { "" }

    /// Not looked for.
    func recognises(_ sample: LineSample) -> Bool { false }

    /// Reads nothing.
    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict { .unknown }
}
