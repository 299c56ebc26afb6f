import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup

/// Files that the tests bring along.
enum Fixture {
    static var folder: URL {
        Bundle.module.resourceURL?.appendingPathComponent("Fixtures") ?? URL(fileURLWithPath: "/")
    }

    static func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: url(path))) }

    /// The log files of a format: those in the folder of its name, but for notes and oracles.
    static func logs(of format: String) -> [String] {
        // A format without a folder has no logs, which the contract test says.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url(format).path)) ?? []
        return names.filter { !$0.hasSuffix(".md") && !$0.hasSuffix(".json") }.sorted().map { "\(format)/\($0)" }
    }
}

/// What a line gave, as text: everything that a record says.
struct Decoded: Equatable {
    var records: [String] = []
    var counts = LineCounts()
    var format = ""

    /// Decodes `bytes` handed over in the given portions.
    init(_ portions: [[UInt8]], format: String = "auto", options: LogFormatOptions = LogFormatOptions()) {
        var decoder = LogDecoder(format: format, options: options)
        for portion in portions {
            portion.withUnsafeBytes { bytes in
                decoder.decode(bytes) { records.append(Self.describe($0)) }
            }
        }
        counts = decoder.counts
        self.format = decoder.formatID
    }

    init(_ text: String, format: String = "auto", options: LogFormatOptions = LogFormatOptions()) {
        self.init([Array(text.utf8)], format: format, options: options)
    }

    static func describe(_ record: AttemptRecord) -> String {
        let texts = [
            record.model, record.servedModel, record.provider, record.serviceTier, record.eventID, record.groupID,
            record.key, record.team, record.route, record.endUser, record.userAgent, record.host, record.errorClass,
            record.scenarioMark,
        ].map(\.string).joined(separator: "|")
        let labels = record.labels.map { "\($0.kind):\($0.name.string)=\($0.value.string)" }.joined(separator: ";")
        return """
            \(String(describing: record.startedAt)) \(String(describing: record.endedAt)) \
            \(String(describing: record.duration)) \(String(describing: record.timeToFirstToken)) \
            \(String(describing: record.tokens)) \(String(describing: record.gatewayCost)) \
            \(String(describing: record.savedByCache)) \(String(describing: record.status)) \(record.attempts) \
            \(record.outcome) \(String(describing: record.isStream)) \(String(describing: record.isCacheHit)) \
            \(record.isKeyRejected) \(texts) [\(labels)]
            """
    }
}

/// Takes the records of `text` apart while they are good.
func forEachRecord(
    of text: String, format: String = "auto", options: LogFormatOptions = LogFormatOptions(),
    _ body: (AttemptRecord) -> Void
) -> LineCounts {
    var decoder = LogDecoder(format: format, options: options)
    Array(text.utf8).withUnsafeBytes { decoder.decode($0, body) }
    return decoder.counts
}

/// A folder that goes away with the value.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("infermon-scan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // Left behind at worst: the system clears its temporary folder.
        try? FileManager.default.removeItem(at: url)
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return file.path
    }
}
