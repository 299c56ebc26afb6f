import FoundationEssentials
public import InfermonModel

/// The time zones of this machine: TZif files under one folder.
public struct ZoneDatabase: Sendable {
    /// Where Linux keeps the zones.
    public static let standardFolder = "/usr/share/zoneinfo"
    private static let sizeLimit = 1 << 20

    /// The folder that names are looked up in.
    public let folder: String

    /// Creates a database over a folder of TZif files.
    public init(folder: String = ZoneDatabase.standardFolder) {
        self.folder = folder
    }

    /// The rules of a zone, such as `Europe/Zurich`, up to the year 2100.
    ///
    /// `UTC` needs no file. A name never leads out of the folder.
    ///
    /// - Throws: ``ZoneProblem`` when no zone has the name, or its file cannot be used.
    public func rules(named name: String) throws(ZoneProblem) -> TimeZoneRules {
        if name == "UTC" { return .utc }
        guard Self.isName(name) else { throw unknown(name) }
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.read("\(folder)/\(name)", limit: Self.sizeLimit)
        } catch {
            throw unknown(name)
        }
        // Tables such as zone.tab lie in the same folder.
        guard bytes.starts(with: Array("TZif".utf8)) else { throw unknown(name) }
        do {
            return try TZifFile(bytes).rules(named: name, through: 2100)
        } catch {
            throw .damaged(name: name, reason: error.reason)
        }
    }

    /// The names of all zones; empty without a database.
    public var names: [String] {
        // A folder that cannot be listed has no names to propose, which is what an empty answer says.
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return paths.filter { path in
            Self.isName(path) && path.utf8.first.map { (65...90).contains($0) } == true
        }.sorted()
    }

    private func unknown(_ name: String) -> ZoneProblem {
        let names = names
        return names.isEmpty
            ? .noDatabase(folder: folder) : .unknown(name: name, nearest: NearestName.find(name, among: names))
    }

    /// Whether `name` is made of the parts that zone names have; so it cannot be `..` or absolute.
    private static func isName(_ name: String) -> Bool {
        guard name.utf8.count <= 64 else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count <= 3
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"): true
                        default: false
                        }
                    }
            }
    }
}
