import FoundationEssentials
public import InfermonCost

/// Why a price file could not be used, as a sentence.
public struct PriceFileProblem: Error, Hashable, CustomStringConvertible {
    /// What, where and what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Reads price lists: LiteLLM's `model_prices_and_context_window.json`, genai-prices' `data.json`, and infermon's own
/// `infermon.prices/1`.
///
/// The three are told apart by their shape. Numbers are read by their digits; what binary fractions left behind in a list
/// (`3.2000000000000003e-06`) is rounded to the micro-dollar per million tokens once.
public enum PriceFile {
    /// The largest file that is read, in bytes: ten times LiteLLM's of November 2026.
    public static let sizeLimit = 32 << 20

    /// Reads the file at `path`; blocks while the disk answers.
    ///
    /// - Throws: ``PriceFileProblem`` when it cannot be read or is no price list.
    public static func load(path: String) throws(PriceFileProblem) -> PriceLayer {
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.read(path, limit: sizeLimit)
        } catch {
            throw PriceFileProblem(OutsideText.cleaned(error.description, limit: 4_096))
        }
        return try decode(bytes, name: path)
    }

    /// Reads a list from memory.
    ///
    /// - Parameters:
    ///   - bytes: The file's content.
    ///   - name: What the list is called where a price is explained.
    /// - Returns: The list, with what had to be left out in its notes.
    /// - Throws: ``PriceFileProblem`` when it is no price list.
    public static func decode(_ bytes: [UInt8], name: String) throws(PriceFileProblem) -> PriceLayer {
        let first = bytes.first { ![0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains($0) }
        let data = Data(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        switch first {
        case UInt8(ascii: "["): return try GenAIPricesFile.decode(data, name: name)
        case UInt8(ascii: "{"):
            if let own = try OwnPriceFile.decode(data, name: name) { return own }
            return try LiteLLMPriceFile.decode(data, name: name)
        default:
            throw PriceFileProblem("\(name) is no price list: it begins neither with an object nor with an array.")
        }
    }

    static func parse<Content: Decodable>(_ type: Content.Type, _ data: Data, name: String) throws(PriceFileProblem)
        -> Content
    {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw PriceFileProblem("\(name) is no price list that infermon knows: \(PriceJSON.reason(error)).")
        }
    }
}
