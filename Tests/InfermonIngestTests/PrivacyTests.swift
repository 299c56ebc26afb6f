import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import InfermonTestSupport
import Testing

/// Prompts, replies, tracebacks and secrets (trap 30) are read past: nothing that is kept of a line holds any of them.
@Suite struct PrivacyTests {
    private static let canary = CanaryLines.canary
    private static let secret = CanaryLines.secret
    private static let formats = CanaryLines.lines.map(\.format)

    private static func line(_ format: String) throws -> String {
        try #require(CanaryLines.lines.first { $0.format == format }).line
    }

    @Test func `every format is put to the test`() {
        #expect(Set(Self.formats) == Set(LogFormatRegistry.all.map(\.id)))
    }

    @Test(arguments: formats)
    func `30 the canary is in no sum, series, event or defect of a log`(format: String) throws {
        let line = try Self.line(format)
        var decoder = LogDecoder()
        var accumulator = RollupAccumulator(.minutes, router: ScenarioRouter())
        accumulator.collectsEvents = true
        Array("\(line)\n".utf8).withUnsafeBytes {
            decoder.decode($0, observedAt: Timestamp(seconds: 1_795_404_900), into: &accumulator)
        }
        #expect(decoder.formatID == format)
        let holdsRequests = LogFormatRegistry.format(format)?.advice == nil
        #expect(decoder.counts.requests == (holdsRequests ? 1 : 0))
        var kept = String(reflecting: decoder.defects) + String(reflecting: decoder.counts)
        kept += String(decoding: accumulator.openRequests, as: UTF8.self)
        kept += String(reflecting: accumulator.takeEvents()) + String(reflecting: accumulator.drain())
        #expect(!kept.contains(Self.canary))
    }

    @Test(arguments: formats)
    func `30 the canary is not in a report, and not in what it complains of`(format: String) async throws {
        let line = try Self.line(format)
        let folder = try ScratchFolder()
        let text = CanaryLines.variants(of: line).map { "\($0)\n" }.joined()
        let path = try folder.write(text.utf8, to: "a.log")
        var options = LogReport.Options()
        options.format = format
        options.keys = ReportKey.allCases
        let result = await LogReport(options).read([path], at: .epoch)
        #expect(result.lines.read == 5)
        let kept = String(reflecting: result) + result.defects.map(\.description).joined()
        #expect(!kept.contains(Self.canary))
    }

    @Test(arguments: formats)
    func `30 no text of a record holds a prompt or a secret, but for labels that rules look at`(format: String) throws {
        let line = try Self.line(format)
        _ = forEachRecord(of: "\(line)\n", format: format) { record in
            let texts = [
                record.model, record.servedModel, record.provider, record.serviceTier, record.eventID, record.groupID,
                record.key, record.team, record.route, record.endUser, record.userAgent, record.host, record.errorClass,
                record.scenarioMark,
            ].map(\.string)
            #expect(!texts.joined(separator: "|").contains(Self.canary))
            let labels = record.labels.map { "\($0.name.string)=\($0.value.string)" }.joined(separator: "|")
            #expect(!labels.contains(Self.secret))
        }
    }
}
