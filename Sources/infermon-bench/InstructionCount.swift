import Glibc

/// Counts the instructions that reading a file takes, which no other load on the machine changes.
enum InstructionCount {
    /// The bytes of the smaller sample: callgrind runs a program some fifty times slower.
    private static let sampleBytes = 10_000_000

    /// Instructions per byte: the difference of reading twenty and ten million bytes, so that what a file costs once is left out;
    /// `nil` for a smaller file, and where Valgrind is missing or fails.
    static func perByte(_ path: String, bytes: Int) -> Double? {
        guard bytes >= 2 * sampleBytes else { return nil }
        let sample = "/tmp/infermon-bench-\(getpid()).sample"
        let program = "/tmp/infermon-bench-\(getpid()).stripped"
        defer {
            unlink(sample)
            unlink(program)
        }
        // Valgrind gives up on the debug information of Swift programs.
        let own = realpath("/proc/self/exe", nil)
        defer { free(own) }
        guard let own, shell("strip -o \(program) '\(String(cString: own))'"),
            shell("head -c \(sampleBytes) '\(path)' > \(sample)"), let less = count(program, sample),
            shell("head -c \(2 * sampleBytes) '\(path)' > \(sample)"), let more = count(program, sample)
        else { return nil }
        return Double(more - less) / Double(sampleBytes)
    }

    private static func count(_ program: String, _ sample: String) -> Int? {
        let output = sample + ".out"
        defer { unlink(output) }
        guard
            shell("valgrind --tool=callgrind --callgrind-out-file=\(output) \(program) --count \(sample) 1"),
            let file = fopen(output, "r")
        else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4_096)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            for name in ["summary: ", "totals: "] where text.hasPrefix(name) {
                return Int(text.dropFirst(name.count).prefix { $0.isNumber })
            }
        }
        return nil
    }

    private static func shell(_ command: String) -> Bool {
        Peer(name: "sh", command: ["sh", "-c", command]).exitCode() == 0
    }
}
