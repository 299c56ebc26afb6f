import InfermonModel
import Testing

@Suite struct DictionaryOrdinalTests {
    @Test("keys are numbered in the order in which they came")
    func numbers() {
        var numbers: [String: Int] = [:]
        let given = ["b", "a", "b", "c", "a"].map { numbers.ordinal(of: $0) }
        #expect(given == [0, 1, 0, 2, 1])
        #expect(numbers == ["b": 0, "a": 1, "c": 2])
    }
}
