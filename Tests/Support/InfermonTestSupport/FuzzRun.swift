import Glibc

/// Feeds made inputs to a test for a while.
///
/// `INFERMON_FUZZ_SECONDS` says how long (2 without it), `INFERMON_FUZZ_RUNS` how many inputs in place of that, and both have the count
/// printed; `INFERMON_FUZZ_SEED` which inputs, and `INFERMON_FUZZ_KEEP` names a file
/// that holds the input under test, so that one that ends the process can be looked at.
public struct FuzzRun {
    /// How many inputs were tried.
    public private(set) var count = 0
    /// The input that took longest, and how long.
    public private(set) var slowest: (time: Duration, input: [UInt8]) = (.zero, [])

    /// Calls `check` with one input after the other.
    ///
    /// - Parameters:
    ///   - corpus: Good inputs, each of which is tried as it is before any is altered.
    ///   - words: Pieces that mean something to what is tested.
    ///   - share: The part of the time that this run takes, 0…1.
    ///   - check: Tries one input.
    public init(
        corpus: [[UInt8]], words: [String] = [], share: Double = 1, _ check: ([UInt8]) throws -> Void
    ) rethrows {
        let asked = Self.variable("INFERMON_FUZZ_SECONDS").flatMap(Double.init)
        let runs = Self.variable("INFERMON_FUZZ_RUNS").flatMap(Int.init)
        let seconds = asked ?? 2
        let seed = Self.variable("INFERMON_FUZZ_SEED").flatMap(UInt64.init) ?? 1
        let kept = Self.variable("INFERMON_FUZZ_KEEP")
        var mutator = Mutator(corpus: corpus, words: words, seed: seed)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds * share)
        while count < corpus.count || runs.map({ count < $0 }) ?? (clock.now < end) {
            let input = count < corpus.count ? corpus[count] : mutator.input()
            if let kept { Self.write(input, to: kept) }
            let start = Self.threadTime
            try check(input)
            let time = Self.threadTime - start
            if time > slowest.time { slowest = (time, input) }
            count += 1
        }
        if asked != nil || runs != nil { print("fuzz: \(count) inputs, the slowest \(slowest.time)") }
    }

    /// What this thread has used of the processor: an input is not slow because others had it.
    private static var threadTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func write(_ input: [UInt8], to path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        _ = Glibc.write(file, input, input.count)
        close(file)
    }
}
