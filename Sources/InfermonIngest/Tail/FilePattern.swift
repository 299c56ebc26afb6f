import CPosix
import Glibc

/// A file that belongs to a source, as a look at its directories found it.
struct Sighting {
    var path: String
    var status: FileStatus
    /// Whether the configured path or pattern leads to it; otherwise it is a rotated log or one known from before.
    var isLive: Bool
    /// The configured path, or the match of the pattern, that it is or was.
    var live: String
    var coding: RotatedName.Coding { RotatedName.Coding(name: path[...]) }
}

/// Everything that one look found.
struct Survey {
    var sightings: [FileIdentity: Sighting] = [:]
    /// The directories that names can appear in.
    var directories: Set<String> = []
    var problems: [TailProblem] = []
}

/// A configured path or glob, and the rotated logs that belong to it.
struct FilePattern {
    /// The most files that one pattern follows.
    static let fileLimit = 500

    let text: String

    /// Looks at every directory concerned.
    ///
    /// - Parameter known: Inodes by directory that are sought whatever their names are now.
    /// - Returns: The files found, each once.
    func survey(known: [String: Set<UInt64>]) -> Survey {
        var survey = Survey()
        var families: [String: Family] = [:]
        for (directory, inodes) in known { families[directory, default: Family()].inodes = inodes }
        let matches = self.matches()
        for path in matches {
            let (directory, name) = Self.split(path)
            families[directory, default: Family()].add(live: name, path: path)
        }
        let liveLimit = newest(of: matches, families: families, survey: &survey)
        for path in liveLimit {
            look(at: path, live: path, isLive: true, into: &survey)
            guard FileStatus.isSymbolicLink(path), let target = Self.resolved(path) else { continue }
            let (directory, name) = Self.split(target)
            families[directory, default: Family()].add(target: name, path: path)
        }
        for (directory, family) in families { list(directory, family, into: &survey) }
        return survey
    }

    private var isGlob: Bool { text.utf8.contains { $0 == 42 || $0 == 63 || $0 == 91 } }

    func matches() -> [String] {
        guard isGlob, access(text, F_OK) != 0 else { return [text] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(text, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }

    /// Leaves out matches that are rotations of other matches, and all but the newest when there are too many.
    private func newest(of matches: [String], families: [String: Family], survey: inout Survey) -> [String] {
        let live = matches.filter { path in
            let (directory, name) = Self.split(path)
            return families[directory]?.live(ofRotation: name) == nil
        }
        if matches.isEmpty { survey.problems.append(.missing(text)) }
        guard live.count > Self.fileLimit else { return live }
        survey.problems.append(.tooMany(text, live.count))
        // A file that is gone by now counts as the oldest.
        let dated = live.map { path in (path, (try? FileStatus.of(path: path).get())?.modified ?? 0) }
        return dated.sorted { ($0.1, $0.0) > ($1.1, $1.0) }.prefix(Self.fileLimit).map(\.0)
    }

    private func list(_ directory: String, _ family: Family, into survey: inout Survey) {
        var error: Int32 = 0
        guard let listing = infermon_directory_open(directory, &error) else {
            if !family.isEmpty { survey.problems.append(TailProblem(path: directory, error: error)) }
            return
        }
        defer { infermon_directory_close(listing) }
        survey.directories.insert(directory)
        var inode: UInt64 = 0
        while let raw = infermon_directory_next(listing, &inode) {
            let name = String(cString: raw)
            if let live = family.live(ofRotation: name) ?? (family.inodes.contains(inode) ? "" : nil) {
                look(at: Self.joined(directory, name), live: live, isLive: false, into: &survey)
            }
        }
    }

    private func look(at path: String, live: String, isLive: Bool, into survey: inout Survey) {
        switch FileStatus.of(path: path) {
        case .failure(let problem):
            if isLive { survey.problems.append(problem) }
        case .success(let status):
            guard status.kind == .regular else {
                if isLive { survey.problems.append(status.kind == .directory ? .isDirectory(path) : .notRegular(path)) }
                return
            }
            let found = Sighting(path: path, status: status, isLive: isLive, live: live)
            // A hard link or a symbolic link gives one file two names: the configured one counts.
            guard let other = survey.sightings[status.identity] else {
                survey.sightings[status.identity] = found
                return
            }
            if !other.isLive, isLive || other.live.isEmpty { survey.sightings[status.identity] = found }
        }
    }

    static func split(_ path: String) -> (directory: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
        let directory = slash == path.startIndex ? "/" : String(path[..<slash])
        return (directory, path[path.index(after: slash)...])
    }

    private static func joined(_ directory: String, _ name: String) -> String {
        directory == "/" ? "/" + name : directory == "." ? name : directory + "/" + name
    }

    private static func resolved(_ path: String) -> String? {
        guard let raw = realpath(path, nil) else { return nil }
        defer { free(raw) }
        return String(cString: raw)
    }
}

/// What is sought in one directory.
private struct Family {
    var inodes: Set<UInt64> = []
    /// Configured paths by file name, and by the part of the name before its ending.
    private var byName: [Substring: String] = [:]
    private var byStem: [Substring: [(ending: Substring, path: String)]] = [:]
    private var targets: [(name: Substring, path: String)] = []

    var isEmpty: Bool { byName.isEmpty && targets.isEmpty }

    mutating func add(live name: Substring, path: String) {
        byName[name] = path
        if let dot = name.lastIndex(of: "."), dot != name.startIndex {
            byStem[name[..<dot], default: []].append((name[dot...], path))
        }
    }

    mutating func add(target name: Substring, path: String) {
        targets.append((name, path))
    }

    /// The configured path that a file of this name is a rotated log of.
    func live(ofRotation name: some StringProtocol) -> String? {
        let name = Substring(name)
        for index in name.indices where [".", "-", "_", "~"].contains(name[index]) {
            if let path = byName[name[..<index]], RotatedName.isEnding(name[index...]) { return path }
            for (ending, path) in byStem[name[..<index]] ?? [] {
                let rest = name[index...]
                if rest.hasSuffix(ending) && rest.count > ending.count || rest.hasSuffix(ending + ".gz")
                    || rest.hasSuffix(ending + ".zst")
                {
                    return path
                }
            }
        }
        for (target, path) in targets where target != name {
            if RotatedName.isSibling(name, of: target) || RotatedName.isRotation(name, of: target) { return path }
        }
        return nil
    }
}
