public import InfermonModel
public import InfermonRollup

/// One way in which gateways write their requests: what to look for in a line, and what it means.
///
/// A format is a value without state: one file here and one line in ``LogFormatRegistry/all``. It says which values it wants from
/// each line (``fields``), by what it is told apart from others (``recognises(_:)``), and turns a line's values into records
/// (``read(_:into:)``). Reading, framing, scanning and counting are done around it.
public protocol LogFormat: Sendable {
    /// The name in the configuration and on the screen, such as `litellm`.
    var id: String { get }

    /// The values wanted from each line; `nil` for formats that are no JSON.
    ///
    /// For these, ``read(_:into:)`` gets the line's bytes alone.
    var fields: JSONFieldTable? { get }

    /// Whether a line of a file whose format is not known is of this one.
    ///
    /// Formats are asked in the order of the registry; the first that says yes has the line.
    func recognises(_ sample: LineSample) -> Bool

    /// Reads one line; a line that is an array, or holds several requests, appends several records.
    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict

    /// Why a file of this format is not read, and what to do; `nil` for formats that hold requests.
    var advice: String? { get }

    /// What to look at where no line of this format holds a request; `nil` where that is usual, as with a server's health checks.
    var adviceWithoutRequests: String? { get }

    /// The bytes to read in place of a line that is no JSON; `nil` where nothing can be done. Only asked of formats that are JSON.
    func mended(_ line: LogText) -> [UInt8]?

    /// The same format with the zone and field paths of a source; `self` for formats that need neither.
    func configured(by options: LogFormatOptions) -> any LogFormat
}

extension LogFormat {
    /// No JSON.
    public var fields: JSONFieldTable? { nil }

    /// Nothing speaks against it.
    public var advice: String? { nil }

    /// Nothing is known of it.
    public var adviceWithoutRequests: String? { nil }

    /// Nothing can be done.
    public func mended(_ line: LogText) -> [UInt8]? { nil }

    /// The format as it is.
    public func configured(by options: LogFormatOptions) -> any LogFormat { self }
}

/// What the configuration says about a source's lines.
public struct LogFormatOptions: Hashable, Sendable {
    /// The zone of timestamps without one.
    public var zone: TimeZoneRules
    /// Field paths for the generic format.
    public var map: [FieldMapping]

    /// Creates options.
    public init(zone: TimeZoneRules = .utc, map: [FieldMapping] = []) {
        self.zone = zone
        self.map = map
    }
}

/// What a line turned out to be.
public enum LineVerdict: Sendable {
    /// One attempt or more.
    case request
    /// A good line that is no request.
    case ignored
    /// A line that has nothing of the format: ignored too, but after many of them the format is looked for again.
    case unknown
    /// A line that cannot be understood; the text ends the sentence "FILE:LINE: …".
    case malformed(StaticString)

    /// No instant in the line can be read.
    public static let withoutTime = LineVerdict.malformed("no time that can be read")
}
