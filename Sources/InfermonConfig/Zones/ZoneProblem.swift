/// Why a time zone could not be had.
public enum ZoneProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// No zone has this name; `nearest` is the most similar one.
    case unknown(name: String, nearest: String?)
    /// The machine has no zone files in this folder.
    case noDatabase(folder: String)
    /// The zone's file is not as RFC 8536 says, and why.
    case damaged(name: String, reason: String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unknown(let name, let nearest):
            "no time zone is called \(OutsideText.quoted(name))"
                + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; expected an IANA name such as Europe/Zurich or UTC")
        case .noDatabase(let folder):
            "there are no time zones in \(folder); install the package tzdata, or use UTC"
        case .damaged(let name, let reason):
            "the file of time zone \(OutsideText.quoted(name)) is damaged: \(reason); reinstall the package tzdata"
        }
    }
}
