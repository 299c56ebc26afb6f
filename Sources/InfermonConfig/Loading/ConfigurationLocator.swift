import Glibc

/// Finds the configuration: the places and their order are the same for every command.
public struct ConfigurationLocator: Sendable {
    /// Where the configuration is, and why there.
    public enum Location: Hashable, Sendable {
        /// Named by `--config` or `$INFERMON_CONFIG`: used even if it cannot be read, so that a typing error shows.
        case named(path: String, by: String)
        /// The first of the standard places that has a file.
        case standard(path: String)
        /// Nowhere; these places were looked at.
        case none(searched: [String])

        /// The path to load; `nil` when there is none.
        public var path: String? {
            switch self {
            case .named(let path, _), .standard(let path): path
            case .none: nil
            }
        }
    }

    private let environment: [String: String]

    /// Creates a locator over an environment.
    public init(environment: [String: String]) {
        self.environment = environment
    }

    /// The standard places, the nearest to the user first.
    public var standardPaths: [String] {
        var paths: [String] = []
        // The XDG Base Directory Specification says to ignore a relative path.
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            paths.append("\(folder)/infermon/config.yaml")
        } else if let home = environment["HOME"], !home.isEmpty {
            paths.append("\(home)/.config/infermon/config.yaml")
        }
        return paths + ["/etc/infermon/config.yaml"]
    }

    /// Looks for the configuration.
    ///
    /// - Parameter option: The value of `--config`, when given.
    /// - Returns: Where it is; a place that exists but cannot be read counts, so that its error is told rather than another file
    ///   used.
    public func locate(option: String?) -> Location {
        if let option { return .named(path: option, by: "--config") }
        if let path = environment["INFERMON_CONFIG"], !path.isEmpty { return .named(path: path, by: "INFERMON_CONFIG") }
        let paths = standardPaths
        for path in paths {
            var status = stat()
            if stat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR) { return .standard(path: path) }
        }
        return .none(searched: paths)
    }
}
