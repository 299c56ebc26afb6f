import InfermonTestSupport
import Foundation
import Glibc
import InfermonIngest
import InfermonModel
import Testing

/// Every way that a log's file moves, one at a time.
@Suite struct TailFileTests {
    let folder: LogFolder

    init() throws { folder = try LogFolder() }

    private func bench(_ pattern: String = "app.log", start: TailStart = .start) -> TailBench {
        TailBench(folder.path(pattern), start: start)
    }

    private func once(_ lines: String...) -> [String: Int] { Dictionary(uniqueKeysWithValues: lines.map { ($0, 1) }) }

    @Test func `a partial last line waits for its end, over a restart too`() {
        var bench = bench()
        folder.append("one\ntw")
        bench.drain()
        #expect(bench.counted == once("one"))
        bench.restart()
        bench.pass(after: .seconds(90))
        #expect(bench.lines.pending.isEmpty)
        folder.append("o\n")
        bench.drain()
        #expect(bench.counted == once("one", "two"))
    }

    @Test func `line ends, byte order marks, NUL and invalid UTF-8 pass through`() {
        var bench = bench()
        folder.append([0xef, 0xbb, 0xbf] + Array("a\r\n\0b\0\n".utf8) + [0xff, 0xfe, 10, 10])
        bench.drain()
        #expect(bench.counted == once("\u{feff}a\r", "\0b\0", "\u{fffd}\u{fffd}", ""))
    }

    @Test func `a last line without a newline counts once its file was rotated away`() {
        var bench = bench()
        folder.append("one\ntwo")
        bench.drain()
        folder.rename("app.log", "app.log.1")
        folder.append("three\n")
        bench.drain()
        #expect(bench.counted == once("one", "three"))
        bench.settle()
        #expect(bench.counted == once("one", "two", "three"))
        #expect(bench.last?.lostBytes == 0)
    }

    @Test func `a writer that goes on in the renamed file is followed`() {
        var bench = bench()
        folder.append("one\n")
        bench.drain()
        folder.rename("app.log", "app.log.1")
        folder.append("two\n", to: "app.log.1")
        bench.drain()
        folder.append("three\n")
        folder.append("four\n", to: "app.log.1")
        bench.drain()
        #expect(bench.counted == once("one", "two", "three", "four"))
    }

    @Test func `rotations while stopped are caught up from where each log was left`() {
        var bench = bench()
        folder.append("one\n")
        bench.drain()
        folder.append("two\n")
        folder.rename("app.log", "app.log.2")
        folder.append("three\n", to: "app.log.1")
        folder.append("four\n")
        bench.restart()
        bench.drain()
        #expect(bench.counted == once("one", "two", "three", "four"))
    }

    @Test func `a cut copy is read to its end and the cut file from its beginning`() {
        var bench = bench()
        let lines = (0..<500).map { "line \($0)\n" }.joined()
        folder.append(lines)
        bench.pass(budget: 100)
        folder.copyTruncate(to: "app.log.1")
        folder.append("new\n")
        bench.drain()
        #expect(bench.counted.count == 501)
        #expect(bench.counted.values.allSatisfy { $0 == 1 })
        #expect(bench.last?.lostBytes == 0)
    }

    @Test func `bytes that were seen and vanished are counted`() {
        var bench = bench()
        folder.append("one\npartial")
        bench.drain()
        folder.truncate()
        bench.settle()
        #expect(bench.last?.lostBytes == 7)
        folder.append("two\n")
        bench.drain()
        #expect(bench.counted == once("one", "two"))
    }

    @Test func `a file that was cut and grew beyond its old size is noticed every time`() {
        var bench = bench()
        for round in 0..<50 {
            folder.truncate(to: 0, creating: true)
            folder.append(
                (0...round).map { "round \(round) line \($0) \(String(repeating: "x", count: 90))\n" }.joined())
            bench.drain()
        }
        #expect(bench.counted.count == 50 * 51 / 2)
        #expect(bench.counted.values.allSatisfy { $0 == 1 })
    }

    @Test func `a file made anew with the same inode and the same beginning is read whole`() {
        var bench = bench()
        let head = String(repeating: "# the same four kilobytes\n", count: 160)
        for round in 0..<30 {
            if round > 0 { folder.remove("app.log") }
            folder.append(head + (0..<(1 + round * 7 % 20)).map { "round \(round) line \($0)\n" }.joined())
            bench.drain()
        }
        let own = bench.counted.filter { !$0.key.hasPrefix("#") }
        #expect(own.values.allSatisfy { $0 == 1 })
        let expected = (0..<30).map { 1 + $0 * 7 % 20 }.reduce(0, +)
        #expect(own.count == expected)
        #expect(bench.counted["# the same four kilobytes"] == 160 * 30)
    }

    @Test func `twenty files with an equal beginning under one glob are read each for itself`() {
        var bench = bench("*.log")
        let head = String(repeating: "# the same four kilobytes\n", count: 160)
        for index in 0..<20 { folder.append(head, to: "app-\(index).log") }
        bench.drain()
        for index in 0..<20 { folder.append("own \(index)\n", to: "app-\(index).log") }
        bench.drain()
        #expect(bench.counted["# the same four kilobytes"] == 160 * 20)
        #expect(bench.counted.count == 21)
    }

    @Test func `a glob follows five hundred files and those that come`() {
        for index in 0..<499 { folder.append("first \(index)\n", to: "gw-\(index).jsonl") }
        var bench = bench("gw-*.jsonl")
        bench.drain()
        folder.append("late\n", to: "gw-new.jsonl")
        folder.append("second\n", to: "gw-7.jsonl")
        bench.drain()
        #expect(bench.counted.count == 501)
        #expect(bench.last?.problem == nil)
    }

    @Test func `a symbolic link that moves on to the next dated file is followed, also while stopped`() throws {
        let manager = FileManager.default
        func point(to name: String) throws {
            // The first time there is no link to replace.
            try? manager.removeItem(atPath: folder.path("current.log"))
            try manager.createSymbolicLink(atPath: folder.path("current.log"), withDestinationPath: folder.path(name))
        }
        folder.append("one\n", to: "app-2026-11-01.log")
        try point(to: "app-2026-11-01.log")
        var bench = bench("current.log")
        bench.drain()
        folder.append("two\n", to: "app-2026-11-01.log")
        folder.append("three\n", to: "app-2026-11-02.log")
        try point(to: "app-2026-11-02.log")
        bench.drain()
        folder.append("four\n", to: "app-2026-11-02.log")
        folder.append("five\n", to: "app-2026-11-03.log")
        folder.append("six\n", to: "app-2026-11-04.log")
        try point(to: "app-2026-11-04.log")
        bench.restart()
        bench.drain()
        #expect(bench.counted == once("one", "two", "three", "four", "five", "six"))
    }

    @Test func `a renamed directory's file is read on, and the new one too`() throws {
        try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
        folder.append("one\n", to: "logs/app.log")
        var bench = bench("logs/app.log")
        bench.drain()
        folder.rename("logs", "old")
        folder.append("two\n", to: "old/app.log")
        bench.drain()
        try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
        folder.append("three\n", to: "logs/app.log")
        folder.append("four\n", to: "old/app.log")
        bench.drain()
        #expect(bench.counted == once("one", "two", "three", "four"))
    }

    @Test func `a hard link is the same file`() {
        folder.append("one\n")
        link(folder.path("app.log"), folder.path("app.log.1"))
        link(folder.path("app.log"), folder.path("same.log"))
        var bench = bench("*.log")
        bench.drain()
        #expect(bench.counted == once("one"))
    }

    @Test func `a file that appears later is read from its beginning, whatever the start`() {
        var bench = bench(start: .end)
        bench.drain()
        #expect(bench.last?.problem == .missing(folder.path("app.log")))
        folder.append("one\n")
        bench.drain()
        #expect(bench.counted == once("one"))
        #expect(bench.last?.problem == nil)
    }

    @Test func `what cannot be followed is refused with a sentence and never waited for`() throws {
        mkfifo(folder.path("fifo"), 0o600)
        var fifo = bench("fifo")
        fifo.drain()
        #expect(fifo.last?.problem == .notRegular(folder.path("fifo")))
        var directory = TailBench(folder.path)
        directory.drain()
        #expect(directory.last?.problem == .isDirectory(folder.path))
        var zero = TailBench("/dev/zero")
        zero.drain()
        #expect(zero.last?.problem == .notRegular("/dev/zero"))
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `a file without permission is read when it has some`() {
        folder.append("one\n")
        chmod(folder.path("app.log"), 0)
        var bench = bench()
        bench.drain()
        #expect(bench.last?.problem == .notPermitted(folder.path("app.log")))
        chmod(folder.path("app.log"), 0o600)
        bench.drain()
        #expect(bench.counted == once("one"))
    }

    @Test func `a first start from the end leaves old lines and old logs alone`() {
        folder.append("old\n", to: "app.log.1")
        folder.append(StoredArchive.gzip(Array("older\n".utf8)), to: "app.log.2.gz")
        folder.append("before\nhalf")
        var bench = bench(start: .end)
        bench.drain()
        #expect(bench.counted.isEmpty)
        folder.append(" line\nafter\n")
        folder.rename("app.log.2.gz", "app.log.3.gz")
        folder.rename("app.log.1", "app.log.2")
        folder.rename("app.log", "app.log.1")
        folder.append("new\n")
        bench.restart()
        bench.drain()
        #expect(bench.counted == once("half line", "after", "new"))
    }

    @Test func `a first start from an instant leaves out files last written before it`() {
        folder.append("old\n", to: "app.log.1")
        folder.append("new\n")
        var times = [timeval(tv_sec: 1_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000, tv_usec: 0)]
        utimes(folder.path("app.log.1"), &times)
        var bench = bench(start: .since(Timestamp(seconds: 2_000_000)))
        bench.drain()
        #expect(bench.counted == once("new"))
        #expect(bench.tailer.dropsRecordsBefore == Timestamp(seconds: 2_000_000))
    }

    @Test(arguments: [".gz", ".zst"])
    func `a log and its compressed copy count once, in any order`(ending: String) {
        let pack = ending == ".gz" ? StoredArchive.gzip : StoredArchive.zstd
        let lines = Array((0..<9_000).map { "line \($0)\n" }.joined().utf8)
        folder.append(lines, to: "app.log.1")
        folder.append(pack(lines), to: "app.log.1" + ending)
        folder.append(pack(Array("older\n".utf8)) + pack(Array("member\n".utf8)), to: "app.log.2" + ending)
        folder.append("live\n")
        var bench = bench()
        bench.pass(budget: 20_000)
        bench.save()
        folder.remove("app.log.1")
        bench.restart()
        bench.settle()
        #expect(bench.counted.count == 9_003)
        #expect(bench.counted.values.allSatisfy { $0 == 1 })
    }

    @Test func `a compressed log cut short gives what it has, says so, and goes on when it grows`() {
        let lines = Array((0..<30_000).map { "line \($0)\n" }.joined().utf8)
        let packed = StoredArchive.gzip(lines)
        folder.append("live\n")
        folder.append(Array(packed[..<150_000]), to: "app.log.1.gz")
        var bench = bench()
        bench.settle()
        #expect(bench.last?.problem == .cutShort(folder.path("app.log.1.gz")))
        #expect(bench.counted.count > 10_000)
        folder.append(Array(packed[150_000...]), to: "app.log.1.gz")
        bench.settle()
        #expect(bench.counted.count == 30_001)
        #expect(bench.counted.values.allSatisfy { $0 == 1 })
        #expect(bench.last?.problem == nil)
    }

    @Test func `a damaged compressed log is named and the others are read`() {
        folder.append("live\n")
        folder.append(Array("\u{1f}this is no gzip at all".utf8), to: "app.log.1.gz")
        var bench = bench()
        bench.settle()
        #expect(bench.counted == once("live"))
        #expect(bench.last?.problem == .damaged(folder.path("app.log.1.gz")))
    }

    @Test func `a line of a mebibyte is whole and one of over 64 MiB is left out and counted`() {
        let long = String(repeating: "y", count: 1 << 20)
        folder.append("one\n\(long)\n")
        let block = [UInt8](repeating: 0x7a, count: 1 << 20)
        for _ in 0..<70 { folder.append(block) }
        folder.append("\ntwo\n")
        var bench = TailBench(folder.path("app.log"), blockSize: 512 << 10)
        bench.drain()
        #expect(bench.counted == once("one", long, "two"))
        #expect(bench.last?.longLines == 1)
    }

    @Test func `the zeros that a stale writer leaves in a cut file are skipped`() {
        folder.append("one\n")
        var bench = bench()
        bench.drain()
        folder.truncate()
        folder.truncate(to: 20_000)
        folder.append("two\n")
        bench.drain()
        #expect(bench.counted == once("one", "two"))
    }

    @Test func `a damaged checkpoint goes on from the end and says so`() {
        folder.append("one\n")
        var bench = bench()
        bench.drain()
        bench.checkpoint = bench.checkpoint.map { Array($0.dropLast()) }
        bench.restart()
        bench.drain()
        #expect(bench.last?.problem == .checkpointDamaged)
        folder.append("two\n")
        bench.drain()
        #expect(bench.counted == once("one", "two"))
    }

    @Test func `checkpoints cut or changed anywhere never crash`() throws {
        folder.append("one\n", to: "app.log.1")
        folder.append("two\n")
        var bench = bench()
        bench.drain()
        let checkpoint = try #require(bench.checkpoint)
        var collector = LineCollector()
        for index in checkpoint.indices {
            for bytes in [Array(checkpoint[..<index]), checkpoint.enumerated().map { $0 == index ? ~$1 : $1 }] {
                let tailer = FileTailer(
                    path: folder.path("app.log"), start: .start, checkpoint: bytes, usesInotify: false)
                _ = tailer.pass(now: bench.now, into: &collector)
            }
        }
        #expect(collector.pending.count < 4 * checkpoint.count)
    }

    @Test func `new lines of a live file are read before its long past`() {
        let block = String(repeating: String(repeating: "p", count: 1_023) + "\n", count: 1_024)
        for _ in 0..<80 { folder.append(block) }
        folder.append("newest\n")
        var bench = TailBench(folder.path("app.log"), blockSize: 512 << 10)
        bench.pass(budget: 1 << 20)
        let total: Int64 = bench.last?.backfill?.totalBytes ?? 0
        #expect(total > 70_000_000)
        folder.append("live\n")
        bench.pass(budget: 1 << 20)
        #expect(bench.lines.pending.contains("live"))
        bench.drain()
        let count: Int = bench.counted.values.reduce(0, +)
        #expect(count == 81_922)
        #expect(bench.last?.backfill == nil)
    }
}
