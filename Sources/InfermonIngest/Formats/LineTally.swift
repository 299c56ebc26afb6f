import InfermonModel

/// Counts what lines turned out to be.
struct LineTally: Sendable {
    /// The most defects kept.
    static let defectLimit = 5

    var counts = LineCounts()
    /// The first lines that could not be understood.
    private(set) var defects: [LineDefect] = []
    /// Lines in a row that made no sense, at the end of what was read.
    var unknownRun = 0
    /// Lines of the block that made no sense before the first that did; all of them when none did.
    private(set) var leadingRun = 0
    /// The longest run inside of the block.
    private(set) var longestRun = 0
    /// Whether some line of the block made sense.
    private(set) var hasKnownLine = false

    /// Begins a block.
    mutating func beginBlock() {
        leadingRun = 0
        longestRun = 0
        hasKnownLine = false
    }

    /// Notes a line.
    @inline(__always)
    mutating func note(_ verdict: LineVerdict) {
        switch verdict {
        case .request:
            counts.requests &+= 1
            unknownRun = 0
            hasKnownLine = true
        case .ignored:
            counts.ignored &+= 1
            unknownRun = 0
            hasKnownLine = true
        case .unknown:
            counts.ignored &+= 1
            lengthenRun()
        case .malformed(let reason):
            counts.malformed &+= 1
            if defects.count < Self.defectLimit {
                defects.append(LineDefect(line: counts.read, reason: reason.description))
            }
            lengthenRun()
        }
    }

    /// Notes a line that is not of the format at all.
    mutating func noteUnknown(_ verdict: LineVerdict) {
        if case .ignored = verdict { note(.unknown) } else { note(verdict) }
    }

    private mutating func lengthenRun() {
        unknownRun += 1
        if !hasKnownLine { leadingRun += 1 }
        longestRun = max(longestRun, unknownRun)
    }

    /// Adds the lines of a block that another reader read after these.
    mutating func append(_ block: LineTally) {
        for defect in block.defects where defects.count < Self.defectLimit {
            defects.append(LineDefect(line: counts.read + defect.line, reason: defect.reason))
        }
        counts += block.counts
        unknownRun = block.hasKnownLine ? block.unknownRun : unknownRun + block.unknownRun
    }
}
