import InfermonTestSupport
import Testing

@testable import InfermonRollup

@Suite struct AttributeTableTests {
    /// With hashes of few different halves, so that slots and tags collide all the time.
    @Test(arguments: [1, 2] as [UInt64])
    func `a table of few hashes answers as a dictionary does`(seed: UInt64) {
        let builder = AttemptBuilder()
        var random = Mutator(corpus: [], seed: seed)
        var table = AttributeTable()
        var known: [String: Int] = [:]
        let lengths = [1, 7, 8, 40, 55, 56, 57, 119, 120, 121, 300, 16_384]
        for value in 0..<3_000 {
            let length = lengths[Int.random(in: 0..<lengths.count, using: &random)]
            let name = String("\(Int.random(in: 0..<200, using: &random))".prefix(length))
            let key = name + String(repeating: "k", count: length - name.utf8.count)
            let hash = UInt64(name.utf8.count) << 32 | UInt64(length % 3)
            let found = table.find(builder.text(key), hash: hash)
            #expect(found == known[key] ?? -1)
            guard found < 0 else { continue }
            table.insert(builder.text(key), hash: hash, value: value)
            known[key] = value
        }
        table.removeAll()
        let gone = table.find(builder.text("1"), hash: 1 << 32 | 1)
        #expect(gone == -1)
    }

    @Test(arguments: [(40_000, 40), (1_500, 16_000)])
    func `what is remembered is bounded, and what is found is right`(count: Int, length: Int) {
        let builder = AttemptBuilder()
        var table = AttributeTable()
        let rest = String(repeating: "k", count: length)
        func key(_ number: Int) -> LogText { builder.text("\(number) " + rest) }
        for number in 0..<count {
            table.insert(key(number), hash: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, value: number)
        }
        let found = (0..<count).map { table.find(key($0), hash: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
        for (number, value) in found.enumerated() where value >= 0 { #expect(value == number) }
        #expect(found.last == count - 1)
        #expect(found.first == -1)
    }
}
