import Foundation
import InfermonModel
import Testing

/// Random sequences of everything that happens to a log, against an exact account of its lines.
@Suite struct TailModelTests {
    static let batches = 10
    static let runs = (ProcessInfo.processInfo.environment["INFERMON_MODEL_RUNS"].flatMap { Int($0) } ?? 500) / batches

    @Test(arguments: 0..<batches)
    func `random sequences of writes, rotations, cuts, kills and pauses count every line once`(batch: Int) throws {
        for run in 0..<Self.runs {
            var model = try TailModel(seed: UInt64(batch * 1_000_003 + run))
            for _ in 0..<Int.random(in: 10...40, using: &model.random) { model.act() }
            let faults = model.finish()
            #expect(
                faults.isEmpty,
                "seed \(batch * 1_000_003 + run):\n\(faults.prefix(4).joined(separator: "\n"))\n\(model.script)")
            if !faults.isEmpty { return }
        }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// A writer, a rotation and a tailer, and what the tailer must have counted in the end.
struct TailModel {
    var random: SplitMix
    var script = ""
    private let folder: LogFolder
    private var bench: TailBench
    private var number = 0
    /// The lines in each file, by name; the last may have no newline yet.
    private var files: [String: [String]] = ["app.log": []]
    private var partial = ""
    /// How often each line must be counted, and how often it may be counted more because its file went too early.
    private var required: [String: Int] = [:]
    private var optional: [String: Int] = [:]
    private let banner: String?

    init(seed: UInt64) throws {
        random = SplitMix(state: seed)
        folder = try LogFolder()
        banner = Int.random(in: 0..<3, using: &random) == 0 ? "# " + String(repeating: "banner ", count: 40) : nil
        bench = TailBench(folder.path("app.log"), blockSize: [256, 4_096, 65_536].randomElement(using: &random) ?? 256)
        folder.append("")
    }

    mutating func act() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<25: write()
        case 25..<33: writePart()
        case 33..<53: pass()
        case 53..<61: rotate()
        case 61..<69: copyTruncate()
        case 69..<73: cut()
        case 73..<77: recreate()
        case 77..<84: compress()
        case 84..<88: restart(afterSaving: true)
        case 88..<95: restart(afterSaving: false)
        case 95..<97: backUp()
        default: pause()
        }
    }

    /// Lets everything come to rest and says what was counted wrong.
    mutating func finish() -> [String] {
        writeLines(1)
        bench.settle()
        var faults: [String] = []
        for (line, count) in required.sorted(by: { $0.key < $1.key }) where bench.counted[line, default: 0] < count {
            faults.append("lost \(count - bench.counted[line, default: 0]) x \(line.prefix(60))")
        }
        for (line, count) in bench.counted.sorted(by: { $0.key < $1.key }) {
            let most = required[line, default: 0] + optional[line, default: 0]
            if count > most { faults.append("counted \(count) for \(most) x \(line.prefix(60))") }
        }
        return faults
    }

    private mutating func note(_ action: String) { script += action + "\n" }

    private mutating func write() { writeLines(Int.random(in: 1...30, using: &random)) }

    private mutating func writeLines(_ count: Int) {
        note("write \(count)")
        var text = ""
        if files["app.log"]?.isEmpty ?? true, partial.isEmpty, let banner { add(banner, to: &text) }
        if !partial.isEmpty {
            text += "end\n"
            complete(partial + "end")
            partial = ""
        }
        for _ in 0..<count { add(nextLine(), to: &text) }
        folder.append(text)
    }

    private mutating func nextLine() -> String {
        number += 1
        return "\(number) " + String(repeating: "x", count: Int.random(in: 0...200, using: &random))
    }

    private mutating func add(_ line: String, to text: inout String) {
        text += line + "\n"
        complete(line)
    }

    private mutating func complete(_ line: String) {
        files["app.log", default: []].append(line)
        required[line, default: 0] += 1
    }

    private mutating func writePart() {
        guard partial.isEmpty else { return }
        note("part")
        partial = nextLine() + "-"
        folder.append(partial)
    }

    /// The part of a line that its writer left behind counts as a line.
    private mutating func endPart() {
        guard !partial.isEmpty else { return }
        complete(partial)
        partial = ""
    }

    private mutating func pass() {
        let budget = Bool.random(using: &random) ? 16 << 20 : 1_000
        note("pass \(budget)")
        bench.pass(budget: budget)
        if Int.random(in: 0..<3, using: &random) > 0 {
            note("save")
            bench.save()
        }
    }

    private mutating func pause() {
        note("pause")
        bench.pass(after: .seconds(2))
    }

    private mutating func restart(afterSaving: Bool) {
        note(afterSaving ? "restart" : "kill")
        if afterSaving {
            bench.pass()
            bench.save()
        }
        bench.restart()
    }

    private mutating func shift() {
        for index in stride(from: 5, through: 1, by: -1) {
            for ending in ["", ".gz", ".zst"] where folder.exists("app.log.\(index)\(ending)") {
                if index == 5 {
                    remove("app.log.5\(ending)")
                } else {
                    folder.rename("app.log.\(index)\(ending)", "app.log.\(index + 1)\(ending)")
                    files["app.log.\(index + 1)\(ending)"] = files.removeValue(forKey: "app.log.\(index)\(ending)")
                }
            }
        }
    }

    private mutating func remove(_ name: String) {
        folder.remove(name)
        excuse(files.removeValue(forKey: name) ?? [])
    }

    /// Lines not counted for good yet may be missed from now on.
    private mutating func excuse(_ lines: [String]) {
        for line in lines where bench.counted[line, default: 0] < required[line, default: 0] {
            required[line, default: 0] -= 1
            optional[line, default: 0] += 1
        }
    }

    private mutating func rotate() {
        note("rotate")
        endPart()
        shift()
        folder.rename("app.log", "app.log.1")
        files["app.log.1"] = files["app.log"]
        files["app.log"] = []
        folder.append("")
    }

    private mutating func copyTruncate() {
        note("copytruncate")
        endPart()
        shift()
        folder.copy("app.log", "app.log.1")
        if Bool.random(using: &random) {
            note("pass between copy and cut")
            bench.pass()
        }
        folder.truncate()
        files["app.log.1"] = files["app.log"]
        files["app.log"] = []
    }

    private mutating func cut() {
        note("cut")
        endPart()
        excuse(files["app.log"] ?? [])
        files["app.log"] = []
        folder.truncate()
        if Bool.random(using: &random) { writeLines(40) }
    }

    private mutating func recreate() {
        note("recreate")
        endPart()
        excuse(files["app.log"] ?? [])
        files["app.log"] = []
        folder.remove("app.log")
        if Bool.random(using: &random) { bench.pass() }
        folder.append("")
    }

    private mutating func compress() {
        let candidates = (1...5).map { "app.log.\($0)" }.filter(folder.exists)
        guard let name = candidates.randomElement(using: &random) else { return }
        let isZstd = Bool.random(using: &random)
        note("compress \(name) \(isZstd ? "zstd" : "gzip")")
        let packed = name + (isZstd ? ".zst" : ".gz")
        let content = folder.bytes(of: name)
        let bytes = isZstd ? StoredArchive.zstd(content) : StoredArchive.gzip(content)
        let part = Int.random(in: 0...bytes.count, using: &random)
        folder.append(Array(bytes[..<part]), to: packed)
        if Bool.random(using: &random) { bench.pass() }
        folder.append(Array(bytes[part...]), to: packed)
        if Bool.random(using: &random) { bench.pass() }
        folder.remove(name)
        files[packed] = files.removeValue(forKey: name)
    }

    private mutating func backUp() {
        guard !folder.exists("app.log.bak") else { return }
        note("back up")
        bench.pass()
        bench.save()
        folder.copy("app.log", "app.log.bak")
    }
}
