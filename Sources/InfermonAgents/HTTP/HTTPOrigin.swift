/// Scheme, host and port: the border that a secret never crosses.
struct HTTPOrigin: Hashable, Sendable {
    /// `http` or `https`.
    let scheme: String
    /// The host in lower case; an IPv6 address keeps its brackets.
    let host: String
    /// The port, the scheme's own when the URL names none.
    let port: Int

    /// Reads the origin of an absolute URL.
    ///
    /// - Returns: `nil` for other schemes than HTTP's, for user information, and for what is no URL.
    init?(_ url: String) {
        guard let separator = url.range(of: "://") else { return nil }
        scheme = url[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let authority = url[separator.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let isPlain = authority.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "@") && $0 != 92 }
        guard !authority.isEmpty, isPlain else { return nil }
        let hostEnd =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) }
            : authority.firstIndex(of: ":") ?? authority.endIndex
        guard let hostEnd, hostEnd > authority.startIndex else { return nil }
        host = authority[..<hostEnd].lowercased()
        let rest = authority[hostEnd...]
        guard !rest.isEmpty else {
            port = scheme == "https" ? 443 : 80
            return
        }
        guard rest.hasPrefix(":"), let number = UInt16(rest.dropFirst()) else { return nil }
        port = Int(number)
    }

    /// Whether the host is this machine.
    var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && Self.isIPv4(host))
    }

    /// Whether the host is a link-local address, where clouds serve their machines' credentials.
    var isLinkLocal: Bool {
        (host.hasPrefix("169.254.") && Self.isIPv4(host)) || host.hasPrefix("[fe8") || host.hasPrefix("[fe9")
            || host.hasPrefix("[fea") || host.hasPrefix("[feb") || host == "metadata.google.internal"
            || host == "[fd00:ec2::254]"
    }

    /// `url` up to its query, as errors and logs may show it.
    static func withoutQuery(_ url: String) -> String {
        guard HTTPOrigin(url) != nil else { return "<a URL that cannot be shown>" }
        return String(url.prefix { $0 != "?" && $0 != "#" })
    }

    private static func isIPv4(_ host: String) -> Bool {
        host.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") }
    }
}

extension String {
    /// The first occurrence of `needle`.
    func range(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
