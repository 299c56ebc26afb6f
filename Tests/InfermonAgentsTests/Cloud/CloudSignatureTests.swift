import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct CloudSignatureTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `digests are those of FIPS 180-4's examples`(_ text: String, _ digest: String) {
        #expect(SHA256.hex(SHA256.digest(Array(text.utf8))) == digest)
    }

    @Test func `a million letters have the published digest`() {
        #expect(
            SHA256.hex(SHA256.digest([UInt8](repeating: 97, count: 1_000_000)))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(
        arguments: [
            (
                [UInt8](repeating: 0x0b, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ] as [([UInt8], String, String)])
    func `codes are those of RFC 4231`(_ key: [UInt8], _ text: String, _ code: String) {
        #expect(SHA256.hex(SHA256.authentication(Array(text.utf8), key: key)) == code)
    }

    /// The published test suite of Signature Version 4: cases get-vanilla, post-vanilla and post-x-www-form-urlencoded.
    @Test(
        arguments: [
            ("GET", [], "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", [], "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
            (
                "POST", [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")], "Param1=value1",
                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
            ),
        ] as [(String, [HTTPHeader], String, String)])
    func `signatures are those of AWS's test suite`(
        _ method: String, _ headers: [HTTPHeader], _ body: String, _ signature: String
    ) throws {
        let key = try #require(AWSSignature.Key("AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
        let signed = AWSSignature(key: key, region: "us-east-1", service: "service").headers(
            method: method, host: "example.amazonaws.com", path: "/", headers: headers, body: Array(body.utf8),
            at: try #require(DateText.instant("2015-08-30T12:36:00Z")))
        #expect(signed.date == HTTPHeader("X-Amz-Date", "20150830T123600Z"))
        let value = try #require(signed.credentials.first?.value)
        #expect(value.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "))
        #expect(value.hasSuffix("Signature=\(signature)"), "\(value)")
    }

    @Test(
        arguments: [
            ("AKID:secret", "AKID", "secret", nil), ("AKID:secret:tok:en", "AKID", "secret", "tok:en"),
            ("[default]\naws_access_key_id = AKID\naws_secret_access_key=se=cret\n", "AKID", "se=cret", nil),
            ("aws_access_key_id=A\r\naws_secret_access_key=S\r\naws_session_token=T", "A", "S", "T"),
        ] as [(String, String, String, String?)])
    func `a key is a pair or a credentials file`(_ text: String, _ id: String, _ secret: String, _ token: String?)
        throws
    {
        let key = try #require(AWSSignature.Key(text))
        #expect((key.id, key.secret, key.token) == (id, secret, token))
    }

    @Test(arguments: ["", "AKID", "AKID secret", "[default]\nregion=x", "a b:c"])
    func `anything else is no key`(_ text: String) {
        #expect(AWSSignature.Key(text) == nil)
    }
}
