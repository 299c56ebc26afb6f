import CCurl

/// libcurl as found on this machine when the program runs; never unloaded.
public struct CurlLibrary: Sendable {
    /// The library's version, such as `7.88.1`.
    public let version: String
    /// The address of the C library's table; a number, since a pointer crosses no thread border in Swift.
    private let address: UInt

    /// Loads libcurl.
    ///
    /// - Parameter name: The library's file name or absolute path.
    /// - Throws: ``HTTPFailure/unavailable(_:)`` with a sentence for the user.
    public init(name: String = "libcurl.so.4") throws(HTTPFailure) {
        var reason = [CChar](repeating: 0, count: 256)
        guard let pointer = infermon_curl_open(name, &reason, reason.count) else {
            let text = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw .unavailable(
                "Provider APIs cannot be read: \(name) was not loaded (\(text)). Install libcurl, such as the package libcurl4."
            )
        }
        address = UInt(bitPattern: pointer)
        version = String(cString: infermon_curl_version(pointer))
    }

    /// The C library's table.
    var pointer: OpaquePointer? { OpaquePointer(bitPattern: address) }
}
