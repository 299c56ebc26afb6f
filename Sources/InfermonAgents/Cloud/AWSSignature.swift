import InfermonModel

/// AWS Signature Version 4 for requests without a query.
///
/// Source: "Create a signed AWS API request", AWS Identity and Access Management user guide.
struct AWSSignature {
    /// An access key and its secret, and the token of a session.
    struct Key: Hashable, Sendable {
        let id: String
        let secret: String
        let token: String?

        /// Reads `ID:SECRET`, `ID:SECRET:TOKEN`, or the lines of an AWS credentials file.
        init?(_ text: String) {
            var values: [String: String] = [:]
            for line in text.split(whereSeparator: \.isNewline) {
                let sides = line.split(separator: "=", maxSplits: 1)
                if sides.count == 2 { values[sides[0].trimmingBlanks().lowercased()] = sides[1].trimmingBlanks() }
            }
            if let id = values["aws_access_key_id"], let secret = values["aws_secret_access_key"] {
                (self.id, self.secret, token) = (id, secret, values["aws_session_token"])
                return
            }
            let parts = text.split(separator: ":", maxSplits: 2).map(String.init)
            guard parts.count >= 2, !text.contains(where: \.isWhitespace) else { return nil }
            (id, secret, token) = (parts[0], parts[1], parts.count > 2 ? parts[2] : nil)
        }
    }

    let key: Key
    let region: String
    let service: String

    /// The headers that sign a request: the date, the session's token and the signature.
    ///
    /// - Parameters:
    ///   - method: `GET` or `POST`.
    ///   - host: The host as it will be sent, with its port where the URL names one.
    ///   - path: The path, already percent-encoded.
    ///   - query: The query in canonical form, without its question mark.
    ///   - headers: The other headers that are signed.
    ///   - body: The body.
    ///   - now: The time of signing; AWS accepts five minutes' difference.
    /// - Returns: The date's header, and the headers that hold secrets.
    func headers(
        method: String, host: String, path: String, query: String = "", headers: [HTTPHeader], body: [UInt8],
        at now: Timestamp
    ) -> (date: HTTPHeader, credentials: [HTTPHeader]) {
        let stamp = String(now.rfc3339.filter { $0 != "-" && $0 != ":" })
        let date = HTTPHeader("X-Amz-Date", stamp)
        let session = key.token.map { [HTTPHeader("X-Amz-Security-Token", $0)] } ?? []
        let signed = (headers + session + [date, HTTPHeader("Host", host)])
            .map { HTTPHeader($0.name.lowercased(), $0.value.trimmingBlanks()) }
            .sorted { $0.name < $1.name }
        let names = signed.map(\.name).joined(separator: ";")
        let canonical =
            [method, path, query].joined(separator: "\n") + "\n"
            + signed.map { "\($0.name):\($0.value)\n" }.joined() + "\n\(names)\n" + SHA256.hex(SHA256.digest(body))
        let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n" + SHA256.hex(SHA256.digest(Array(canonical.utf8)))
        let steps = [String(stamp.prefix(8)), region, service, "aws4_request", text]
        let signature = steps.reduce(Array("AWS4\(key.secret)".utf8)) { key, step in
            SHA256.authentication(Array(step.utf8), key: key)
        }
        let value =
            "AWS4-HMAC-SHA256 Credential=\(key.id)/\(scope), SignedHeaders=\(names), Signature=\(SHA256.hex(signature))"
        return (date, session + [HTTPHeader("Authorization", value)])
    }
}
