import Dispatch
import Glibc
import InfermonIngest
import InfermonModel

/// Measures how fast infermon reads logs, beside other tools on the same file in the same run.
///
/// `infermon-bench` makes its own logs; `infermon-bench FILE...` takes given ones; `infermon-bench --forecast` only says how far off
/// forecasts are and `infermon-bench --refresh` what a frame's figures cost; `infermon-bench --instructions` fails when reading takes more
/// instructions than it may; `infermon-bench --count FILE N` reads a file N times and nothing else, for instruction counts. Wall time depends on what else the machine does: compare CPU seconds, and only
/// within one run.
@main
struct Bench {
    /// Not asynchronous, since Valgrind does not survive the end of the first thread that this would mean.
    static func main() {
        let isDone = DispatchSemaphore(value: 0)
        Task { @concurrent in
            await run(Array(CommandLine.arguments.dropFirst()))
            isDone.signal()
        }
        isDone.wait()
    }

    private static func run(_ arguments: [String]) async {
        var arguments = arguments
        if arguments.first == "--count", arguments.count == 3, let times = Int(arguments[2]) {
            for _ in 0..<times { _ = await LogReading.read(arguments[1], lanes: 1) }
            return
        }
        if arguments == ["--instructions"] { exit(checkInstructions() ? 0 : 1) }
        if arguments == ["--forecast"] { return ForecastCost.measure() }
        if arguments == ["--refresh"] { return RefreshCost.measure() }
        if let option = arguments.first(where: { $0.hasPrefix("-") }) {
            complain(
                "unknown option \(option)\nusage: infermon-bench [--forecast | --refresh | --instructions | FILE...]")
            exit(64)
        }
        var made: [String] = []
        if arguments.isEmpty {
            made = GeneratedLog.Shape.allCases.compactMap { GeneratedLog.write($0, bytes: 200_000_000) }
            arguments = made
        }
        for path in arguments { await measure(path) }
        HistogramCost.measure()
        RefreshCost.measure()
        ForecastCost.measure()
        for path in made { unlink(path) }
    }

    /// Whether reading takes no more instructions than it is allowed to: a number that no other load changes, so CI can hold it.
    private static func checkInstructions() -> Bool {
        var isKept = true
        for shape in GeneratedLog.Shape.allCases {
            guard let path = GeneratedLog.write(shape, bytes: 21_000_000) else { return false }
            defer { unlink(path) }
            guard let count = InstructionCount.perByte(path, bytes: 21_000_000) else {
                complain("instructions cannot be counted: valgrind is missing or failed")
                return false
            }
            let bound = shape.instructionsPerByte
            isKept = isKept && count <= bound
            print("\(shape): \(rounded(count, places: 2)) instructions per byte, at most \(rounded(bound, places: 1))")
        }
        return isKept
    }

    private static func measure(_ path: String) async {
        var status = stat()
        guard stat(path, &status) == 0 else {
            complain("\(path): \(String(cString: strerror(errno)))")
            return
        }
        let bytes = Int(status.st_size)
        var runs: [Cost] = []
        var result = ReportResult(keys: [])
        for _ in 0..<3 {
            let start = Cost.now
            result = await LogReading.read(path, lanes: 1)
            runs.append(Cost.now - start)
        }
        let best = runs.min { $0.cpu < $1.cpu } ?? Cost()
        print("\(path): \(bytes / 1_000_000) MB, \(result.lines.read) lines")
        let totals = result.totals
        print(
            "  \(totals.requests) requests, \(totals.tokens.input) tokens in, \(totals.tokens.output) out, "
                + "\(totals.gatewayCost.picodollars) picodollars, \(result.repeats) repeats")
        Row.header()
        Row(name: "infermon, one thread", cost: best, bytes: bytes, relativeTo: best).print()
        let start = Cost.now
        _ = await LogReading.read(path, lanes: 3)
        Row(name: "infermon, all cores", cost: Cost.now - start, bytes: bytes, relativeTo: best).print()
        for peer in Peer.all(for: path) {
            guard let cost = peer.run() else {
                print("  \(peer.name): not installed")
                continue
            }
            Row(name: peer.name, cost: cost, bytes: bytes, relativeTo: best).print()
        }
        if let count = InstructionCount.perByte(path, bytes: bytes) {
            print("  instructions per byte: \(rounded(count, places: 2))")
        } else {
            print("  instructions per byte: not counted (the file is under 20 MB, or valgrind is missing or failed)")
        }
        print("  largest resident set: \(Cost.largestResidentSet >> 20) MiB\n")
    }
}

/// Says on standard error what is wrong.
func complain(_ text: String) {
    let line = "infermon-bench: \(text)\n"
    write(2, line, line.utf8.count)
}

/// Reads a file as a report does.
enum LogReading {
    static func read(_ path: String, lanes: Int) async -> ReportResult {
        var options = LogReport.Options()
        options.lanes = lanes
        return await LogReport(options).read([path], at: .epoch)
    }
}

/// A number with a fixed count of places, without Foundation.
func rounded(_ value: Double, places: Int) -> String {
    let scale = pow(10, Double(places))
    let whole = Int((value * scale).rounded())
    let fraction = String(abs(whole) % Int(scale))
    let padded = String(repeating: "0", count: max(0, places - fraction.count)) + fraction
    return places == 0 ? "\(whole)" : "\(whole / Int(scale)).\(padded)"
}
