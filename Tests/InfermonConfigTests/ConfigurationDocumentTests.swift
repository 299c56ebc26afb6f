import Foundation
import InfermonConfig
import Testing

/// The documentation and the decoder name the same keys: `ConfigurationKeys` holds what the decoder's exhaustive switches decode.
@Suite struct ConfigurationDocumentTests {
    private func documentedKeys() throws -> [String: [String]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Sources/infermon/Documentation.docc/Configuration.md")
        var keys: [String: [String]] = [:]
        var section = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            if line.hasPrefix("| `") {
                keys[section, default: []].append(String(line.dropFirst(3).prefix { $0 != "`" }))
            }
        }
        return keys
    }

    @Test(arguments: ConfigurationKeys.sections)
    func `a section documents the keys that it decodes and no others`(section: ConfigurationKeys.Section) throws {
        let documented = try #require(try documentedKeys()[section.name], "no table under ## \(section.name)")
        #expect(documented.sorted() == section.keys.sorted())
    }

    @Test func `no section is documented that does not exist`() throws {
        let known = Set(ConfigurationKeys.sections.map(\.name))
        #expect(Set(try documentedKeys().keys).subtracting(known) == [])
    }

    @Test(arguments: ConfigurationKeys.sections)
    func `the reference example has every key`(section: ConfigurationKeys.Section) {
        let later: Set<String> = ["notify", "servers", "agents", "prometheus"]
        let text = ExampleConfiguration.reference.text
        for key in section.keys where !later.contains(key) {
            let isThere = text.contains("\(key):")
            #expect(isThere, "\(section.name): \(key)")
        }
    }
}
