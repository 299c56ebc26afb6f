import Testing

@testable import InfermonAgents

@Suite struct SecretRedactionTests {
    @Test(arguments: [
        "Incorrect API key provided: sk-proj-CANARYabc123. You can find your key at https://platform.openai.com.",
        "Incorrect API key provided: sk-CANAR***********************Y123",
        "invalid x-api-key sk-ant-admin01-CANARY-abcdefghijklmnopqrstuvwxyz",
        "No auth: Authorization: Bearer CANARYabcdef123", "got header 'bearer CANARY00000000000000'",
        "Basic CANARYdXNlcjpwYXNzd29yZA==", "{\"authorization\":\"Bearer CANARY-1\"}", "api_key=CANARY12345&x=1",
        "Credential=AKIACANARYEXAMPLE123/20260101/us-east-1", "temporary ASIACANARYEXAMPLE12 expired",
        "secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARYKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARYKE1",
        "Google key AIzaSyCANARYabcdefghijklmnopqrstuvwxyz", "oauth ya29.CANARY-abc_def",
        "slack xoxb-CANARY-12345-abcdef", "xoxp-CANARY1234", "xapp-1-CANARY-1",
        "https://hooks.slack.com/services/T000/B000/CANARYabcdefghijklmno", "post to services/T0CANARY/B0/abc failed",
        "GitHub ghp_CANARYabcdefghijklmnop", "github_pat_CANARY1234567", "hugging hf_CANARYabcdefgh",
        "jwt eyJhbGciCANARYOiJIUzI1NiJ9.eyJzdWIi.c2ln", "routing_key: CANARY0123456789abcdef01234567",
        "PagerDuty key u+CANARYabcdefgh1234", "password CANARYhunter2", "token=CANARY77", "gsk_CANARYabcdefgh",
        "xai-CANARYabcdef",
        "a new shape zz9CANARYabcdefghijklmnopq0", "client_secret=CANARY~abc.def-123",
    ])
    func `a key in a provider's words does not come through`(_ text: String) {
        let redacted = SecretRedaction().redacted(text)
        #expect(!redacted.contains("CANARY"), "\(redacted)")
        #expect(redacted.contains("<redacted>"))
    }

    @Test(arguments: [
        "You have insufficient permissions for this operation. Missing scopes: api.usage.read.",
        "Rate limit reached for requests", "The model gpt-4o-mini-2024-07-18 does not exist",
        "Could not resolve host: api.openai.com",
        "Failed to connect to 127.0.0.1 port 43211 after 0 ms: Connection refused",
        "Your key may not read this; see https://platform.openai.com/docs/guides/error-codes",
    ])
    func `ordinary words come through`(_ text: String) {
        #expect(SecretRedaction().redacted(text) == text)
    }

    @Test func `a known secret of any shape is taken out, whole or in part`() {
        let redaction = SecretRedaction(secrets: ["Bearer plain-words-only", "AKID:topsecretvalue"])
        #expect(redaction.redacted("x plain-words-only y topsecretvalue z") == "x <redacted> y <redacted> z")
    }

    @Test func `control characters and length are bounded`() {
        #expect(SecretRedaction().redacted("a\u{1B}]0;b\u{7}\r\nc\u{202E}d") == "a ]0;b c d")
        #expect(SecretRedaction().redacted(String(repeating: "word ", count: 1_000), limit: 50).count <= 51)
    }
}
