import Testing

@testable import InfermonAgents

@Suite struct HTTPOriginTests {
    @Test(arguments: [
        ("https://API.example.com/a?b", "https", "api.example.com", 443),
        ("http://127.0.0.1:80", "http", "127.0.0.1", 80),
        ("http://[::1]:8080/x", "http", "[::1]", 8_080), ("HTTPS://h", "https", "h", 443),
        ("http://h?x", "http", "h", 80),
    ])
    func `an origin is scheme, host and port`(_ url: String, _ scheme: String, _ host: String, _ port: Int) throws {
        let origin = try #require(HTTPOrigin(url))
        #expect((origin.scheme, origin.host, origin.port) == (scheme, host, port))
    }

    @Test(arguments: [
        "ftp://h/", "h", "", "http://", "http:///x", "http://u@h/", "http://u:p@h/", "http://h:x/", "http://h:70000/",
        "http://h\\@e/",
        "http://[::1", "http://a b/", "http://:80/",
    ])
    func `other texts have none`(_ url: String) {
        #expect(HTTPOrigin(url) == nil)
    }

    @Test func `this machine and link-local addresses are known`() throws {
        for url in ["http://localhost", "http://127.9.9.9", "http://[::1]:1"] {
            #expect(try #require(HTTPOrigin(url)).isLoopback)
        }
        for url in ["http://127.0.0.1.evil.com", "http://example.com", "http://10.0.0.1", "http://localhost.evil.com"] {
            #expect(!(try #require(HTTPOrigin(url)).isLoopback))
        }
        for url in ["http://169.254.169.254/", "http://[fe80::1]/", "http://metadata.google.internal/"] {
            #expect(try #require(HTTPOrigin(url)).isLinkLocal)
        }
    }

    @Test func `a URL is shown without its query`() {
        #expect(HTTPOrigin.withoutQuery("https://h/a?key=1#x") == "https://h/a")
        #expect(!HTTPOrigin.withoutQuery("https://user:pw@h/a").contains("pw"))
    }
}
