/// Makes hostile inputs out of good ones: bits flipped, pieces cut, doubled, spliced and nested, numbers at their limits.
///
/// The inputs of a seed are the same in every run. There is no coverage to steer by; what was made is made on from, so changes
/// add up.
public struct Mutator: RandomNumberGenerator {
    /// The largest input made, in bytes.
    public static let sizeLimit = 64 << 10
    private static let poolLimit = 512
    private static let numbers = [
        "0", "-1", "1e999", "1e-999", "-0.0", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "0.00000000000000000000000000000000000000001", "1E400", "2147483648",
        "1.7976931348623157e308",
        "00", "1.", ".5", "NaN", "4294967296", "1000000000000000000000000000",
    ]
    private static let nesting: [(open: String, close: String)] = [
        ("[", "]"), ("{\"a\":", "}"), ("(", ")"), ("\"", "\""), ("- ", ""), ("{", "}"),
    ]
    private static let bytes: [UInt8] = [
        0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x20, 0x22, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xed, 0xf4, 0xff,
    ]

    private var state: UInt64
    private var pool: [[UInt8]]
    private let words: [[UInt8]]

    /// Creates a mutator.
    ///
    /// - Parameters:
    ///   - corpus: Good inputs; not empty.
    ///   - words: Pieces that mean something to what is tested.
    ///   - seed: Chooses the inputs.
    public init(corpus: [[UInt8]], words: [String] = [], seed: UInt64) {
        pool = corpus
        self.words = words.map { Array($0.utf8) }
        state = seed
    }

    /// The next random number (SplitMix64).
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// The next input.
    public mutating func input() -> [UInt8] {
        var input = pool[below(pool.count)]
        for _ in 0...below(4) { mutate(&input) }
        if input.count > Self.sizeLimit { input.removeSubrange(Self.sizeLimit...) }
        if below(8) == 0 {
            if pool.count < Self.poolLimit { pool.append(input) } else { pool[below(pool.count)] = input }
        }
        return input
    }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    /// A piece of at most `most` bytes.
    private mutating func range(in input: [UInt8], most: Int = 256) -> Range<Int> {
        let start = below(input.count + 1)
        return start..<min(input.count, start + below(min(most, input.count - start) + 1))
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        switch below(10) {
        case 0 where !input.isEmpty:
            input[below(input.count)] ^= 1 << UInt8(below(8))
        case 1 where !input.isEmpty:
            input[below(input.count)] = Self.bytes[below(Self.bytes.count)]
        case 2:
            input.removeSubrange(range(in: input))
        case 3:
            input.removeSubrange(below(input.count + 1)...)
        case 4:
            let piece = Array(input[range(in: input)])
            let count = 1 + below(below(16) == 0 ? 1_000 : 4)
            guard piece.count * count <= Self.sizeLimit else { return }
            input.insert(contentsOf: Array(repeatElement(piece, count: count).joined()), at: below(input.count + 1))
        case 5:
            let other = pool[below(pool.count)]
            input.replaceSubrange(range(in: input), with: other[range(in: other)])
        case 6:
            replaceNumber(&input)
        case 7:
            nest(&input)
        case 8 where !words.isEmpty:
            input.replaceSubrange(range(in: input, most: 8), with: words[below(words.count)])
        default:
            input.insert(Self.bytes[below(Self.bytes.count)], at: below(input.count + 1))
        }
    }

    private mutating func replaceNumber(_ input: inout [UInt8]) {
        let start = below(input.count + 1)
        guard let first = input[start...].firstIndex(where: { (48...57).contains($0) }) else { return }
        let digits = input[first...].prefix { (48...57).contains($0) || $0 == 46 }
        input.replaceSubrange(digits.indices, with: Array(Self.numbers[below(Self.numbers.count)].utf8))
    }

    private mutating func nest(_ input: inout [UInt8]) {
        let (open, close) = Self.nesting[below(Self.nesting.count)]
        let depth = [1, 2, 63, 64, 65, 200, 10_000][below(7)]
        let piece = range(in: input)
        let inside = Array(input[piece])
        let ends = below(2) == 0 ? close : ""
        input.replaceSubrange(
            piece,
            with: Array(String(repeating: open, count: depth).utf8) + inside
                + Array(String(repeating: ends, count: depth).utf8))
    }
}
