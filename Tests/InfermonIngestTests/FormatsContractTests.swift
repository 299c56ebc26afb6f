import InfermonIngest
import InfermonModel
import Testing

/// What holds for every format that is registered.
@Suite struct FormatsContractTests {
    static let ids = LogFormatRegistry.all.map(\.id)
    static let files = ids.flatMap(Fixture.logs(of:))

    @Test(arguments: ids)
    func `every format has a log to be tested with`(id: String) {
        #expect(!Fixture.logs(of: id).isEmpty)
    }

    @Test func `ids are unique`() {
        #expect(Set(Self.ids).count == Self.ids.count)
    }

    @Test(arguments: files)
    func `a log is recognised as of its format`(path: String) throws {
        let decoded = Decoded([try Fixture.bytes(path)])
        #expect(decoded.format == path.prefix { $0 != "/" })
        #expect(decoded.counts.read == decoded.counts.requests + decoded.counts.ignored + decoded.counts.malformed)
    }

    @Test(arguments: files)
    func `line by line gives the records of all at once`(path: String) throws {
        let bytes = try Fixture.bytes(path)
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) + [10] }
        // Behind the last newline nothing is left, or a line without one.
        lines[lines.count - 1].removeLast()
        #expect(Decoded(lines) == Decoded([bytes]))
    }

    @Test(arguments: files)
    func `where a log is cut makes no difference`(path: String) throws {
        let bytes = try Fixture.bytes(path)
        let whole = Decoded([bytes])
        let ends = bytes.indices.filter { bytes[$0] == 10 }.map { $0 + 1 }
        for stride in [2, 3, 7] {
            var portions: [[UInt8]] = []
            var start = 0
            for end in ends.enumerated().filter({ ($0.offset + 1).isMultiple(of: stride) }).map(\.element) + [
                bytes.count
            ]
            where end > start {
                portions.append(Array(bytes[start..<end]))
                start = end
            }
            #expect(Decoded(portions) == whole)
        }
    }

    @Test(arguments: files)
    func `a mark of byte order, CRs and a missing last newline change nothing`(path: String) throws {
        let bytes = try Fixture.bytes(path)
        let whole = Decoded([bytes]).records
        #expect(Decoded([[0xEF, 0xBB, 0xBF] + bytes]).records == whole)
        #expect(Decoded([bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }]).records == whole)
        #expect(Decoded([Array(bytes.dropLast())]).records == whole)
    }

    @Test(arguments: files)
    func `a line cut anywhere is no crash`(path: String) throws {
        let bytes = try Fixture.bytes(path)
        let line = Array(bytes.prefix { $0 != 10 })
        let format = String(path.prefix { $0 != "/" })
        for end in stride(from: 0, to: line.count, by: max(1, line.count / 400)) {
            let decoded = Decoded([Array(line[..<end]) + [10]], format: format)
            #expect(decoded.counts.read == 1)
        }
    }
}
