import InfermonConfig
import Testing

@Suite struct SecretTests {
    private static let canary = "sk-live-4f9a8b7c6d5e4f3a2b1c"

    @Test(arguments: [
        "sources: {cloud: [{provider: openai, key: \(canary)}]}",
        "sources: {cloud: [{provider: openai, api_key: hunter2hunter2}]}",
        "sources: {cloud: [{provider: openai, key_env: \(canary)}]}",
        "sources: {cloud: [{provider: openai, key_file: \(canary)}]}",
        "sources: {cloud: [{provider: openai, key_credential: \(canary)}]}",
        "sources: {cloud: [{provider: openai, base_url: \"https://user:\(canary)@example.com\"}]}",
        "sources: {cloud: [{provider: openai, settings: {token: abc}}]}",
        "sources: {cloud: [{provider: openai, settings: {region: \(canary)}}]}",
        "sources: {cloud: [{provider: \(canary)}]}",
        "scenarios: {a: {match: [{key: \(canary)}]}}",
        "scenarios: {a: {title: \"Bearer abcdefghijklmnop\"}}",
        "theme: \(canary)",
        "\(canary): 1",
        "interval: \(canary)",
        "timezone: \(canary)",
        "password: x",
    ])
    func `a secret in the text is refused and never shown`(text: String) {
        let loaded = ConfigurationLoader().load(text: text)
        #expect(loaded.configuration == nil)
        let shown = loaded.problems.map(\.description).joined(separator: "\n")
        for secret in [Self.canary, "hunter2", "abcdefghijklmnop", "4f9a8b7c6d5e"] { #expect(!shown.contains(secret)) }
    }

    @Test func `a key in the place of its name says what to do`() {
        let loaded = ConfigurationLoader().load(text: "sources: {cloud: [{provider: openai, key: x}]}")
        #expect(loaded.problems.first?.message.contains("name an environment variable with key_env") == true)
    }

    @Test(arguments: [
        "scenarios: {a: {match: [{key: \"sk-*\"}, {model: sk-small}]}}",
        "scenarios: {a: {title: sk-learn assistant for all}}",
        "sources: {cloud: [{provider: openai, key_env: SK_TEST_KEY_NAME}]}",
    ])
    func `what only begins like a secret is read`(text: String) {
        #expect(ConfigurationLoader().load(text: text).problems == [])
    }

    @Test func `hostile text in a problem is escaped`() {
        let text = "\"\\e]0;x\\a\": 1\n\"a\\u202eb\": 2\ntimezone: \"\\e[2J\"\n"
        let shown = ConfigurationLoader().load(text: text).problems.map(\.description).joined()
        #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7f })
        #expect(shown.contains("\\u{1b}"))
    }
}
