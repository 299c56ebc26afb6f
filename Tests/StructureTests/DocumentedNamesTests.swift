import Foundation
import Testing

/// The documentation lists the names that the registries know, in their order.
@Suite struct DocumentedNamesTests {
    /// The ids of what a registry lists: its elements are types, each in a file of its name that holds one id.
    private func ids(registry name: String, location: SourceLocation = #_sourceLocation) throws -> [String] {
        let registry = try #require(Source.product.first { $0.name == name }, sourceLocation: location)
        return try registry.code.compactMap { $0.wholeMatch(of: /\s+(\w+)\(\),/)?.1 }.map { type in
            let file = try #require(Source.product.first { $0.name == type }, "no \(type).swift")
            let id = file.lines.lazy.compactMap { $0.firstMatch(of: /\bid(?:: String \{| =) "(\w+)"/)?.1 }.first
            return String(try #require(id, "\(file) has no id"))
        }
    }

    /// The names in the column that says what a key means.
    private func documented(_ key: String, in section: String) throws -> [String] {
        let file = Source.root.appendingPathComponent("Sources/infermon/Documentation.docc/Configuration.md")
        let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: "## \(section)"))
        let row = try #require(lines[start...].first { $0.hasPrefix("| `\(key)` |") })
        let columns = row.components(separatedBy: "|")
        return columns[4].matches(of: /`(\w+)`/).map { String($0.1) }
    }

    @Test func `every log format is documented`() throws {
        let formats = try ids(registry: "LogFormatRegistry")
        #expect(formats.count > 10)
        // Binary data is recognised only to be refused.
        #expect(try documented("format", in: "sources.gateway_logs") == ["auto"] + formats.filter { $0 != "binary" })
    }

    @Test func `every provider is documented`() throws {
        let providers = try ids(registry: "CloudProviderRegistry")
        #expect(providers.contains("openai"))
        // Cost exports are read from files, not asked.
        #expect(try documented("provider", in: "sources.cloud") == providers + ["focus"])
    }
}
