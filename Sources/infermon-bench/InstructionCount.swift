import Glibc

/// Counts the instructions that reading a file takes, which no other load on the machine changes.
enum InstructionCount {
    /// The bytes of the file that are counted over: callgrind runs a program some fifty times slower.
    private static let sampleBytes = 5_000_000

    /// Instructions per byte: the difference of reading a sample twice and once; `nil` without valgrind.
    static func perByte(_ path: String, bytes: Int) -> Double? {
        let sample = "/tmp/infermon-bench-\(getpid()).sample"
        let program = "/tmp/infermon-bench-\(getpid()).stripped"
        defer {
            unlink(sample)
            unlink(program)
        }
        // Valgrind gives up on the debug information of Swift programs.
        let own = realpath("/proc/self/exe", nil)
        defer { free(own) }
        guard let own,
            shell("head -c \(sampleBytes) '\(path)' > \(sample) && strip -o \(program) '\(String(cString: own))'"),
            let once = count(program, sample, times: 1), let twice = count(program, sample, times: 2)
        else { return nil }
        return Double(twice - once) / Double(min(bytes, sampleBytes))
    }

    private static func count(_ program: String, _ sample: String, times: Int) -> Int? {
        let output = sample + ".out"
        defer { unlink(output) }
        guard
            shell("valgrind --tool=callgrind --callgrind-out-file=\(output) \(program) --count \(sample) \(times)"),
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
