import InfermonModel

extension FileTailer {
    /// Decides what a file not seen before is: the rest of a content known, a copy of one, or something new.
    func judge(_ sighting: Sighting, now: Timestamp) {
        let identity = sighting.status.identity
        let former = shadows[identity]
        if let former, former.size == sighting.status.size, former.of.hasPlace == former.hadPlace {
            shadows[identity]?.sighting = sighting
            return
        }
        shadows[identity] = nil
        guard sighting.status.size > 0 || sighting.isLive else { return }
        do throws(TailProblem) {
            let file = if let opened = former?.file { opened } else { try OpenFile(path: sighting.path) }
            guard file.identity == identity else {
                isSurveyNeeded = true
                return
            }
            if sighting.coding == .plain {
                judgePlain(sighting, file, former, now: now)
            } else {
                judgeCompressed(sighting, file, now: now)
            }
        } catch {
            if sighting.isLive || sighting.coding == .plain { surveyProblems.append(error) }
        }
    }

    /// Judges copies again whose original has lost its place, even when they themselves are gone from the directory.
    func judgeShadows(unseen survey: Survey, now: Timestamp) {
        for (identity, shadow) in shadows where survey.sightings[identity] == nil {
            if shadow.file != nil, let sighting = shadow.sighting, !shadow.of.hasPlace {
                judge(sighting, now: now)
                byIdentity[identity]?.isSighted = false
            }
            if isSurveyComplete { shadows[identity] = nil }
        }
    }

    private func family(of sighting: Sighting) -> [TailedFile] {
        state.files.filter { $0.live == sighting.live }.sorted { $0.id > $1.id }
    }

    private func judgePlain(_ sighting: Sighting, _ file: OpenFile, _ former: Shadow?, now: Timestamp) {
        let size = file.status()?.size ?? sighting.status.size
        var original: TailedFile?
        let family = family(of: sighting)
        for other in family where !(sighting.isLive && other.hasPlace) {
            var comparison = compare(other, file, size: size)
            if comparison == .unknown, former?.of === other, former?.size == size, other.trail.offset > 0 {
                comparison = .prefix
            }
            switch comparison {
            case .continues:
                // Longer than the live file that it is a copy of: that one was cut and begins with the same bytes again.
                if other.isLive, let (_, otherSize) = plainFile(of: other), otherSize < size { cut(other, now: now) }
                if !other.hasPlace {
                    attach(other, sighting, file, now: now)
                    return
                }
                original = original ?? other
            case .prefix:
                if !sighting.isLive { original = original ?? other }
            case .unrelated, .unknown: break
            }
        }
        if let original {
            shadow(sighting, file, size: size, of: original)
        } else if let untouched = unread(in: family), !sighting.isLive {
            attach(untouched, sighting, file, now: now)
        } else {
            begin(sighting, file, now: now)
        }
    }

    private func shadow(_ sighting: Sighting, _ file: OpenFile, size: Int64, of original: TailedFile) {
        shadows[sighting.status.identity] = Shadow(
            of: original, size: size, hadPlace: original.hasPlace, sighting: sighting, file: file)
        isChanged = true
    }

    /// A content that went before a byte of it was read: any file may be its copy, since all of it is to be read anyway.
    private func unread(in family: [TailedFile]) -> TailedFile? {
        family.first { file in
            !file.hasPlace && file.trail.offset == 0 && file.coding == .plain && file.outstanding > 0
                && !shadows.values.contains { $0.of === file }
        }
    }

    /// How a file stands to a content: by the trail where it reaches, else byte for byte against the content's own file.
    private func compare(_ other: TailedFile, _ file: OpenFile, size: Int64) -> ContentTrail.Comparison {
        let byTrail = other.trail.compare(size: size, hashBefore: file.hash(before:))
        guard byTrail != .unrelated, let (handle, otherSize) = plainFile(of: other) else { return byTrail }
        if size > otherSize {
            // No copy of what the other holds now. If nothing was read of that, nothing can be counted twice.
            if other.trail.offset == 0 || (byTrail == .continues && !other.isLive) { return .unrelated }
        }
        if byTrail == .continues { return .continues }
        let common = min(size, otherSize)
        if common > 0, isEqual(common, file, handle) { return size >= other.trail.offset ? .continues : .prefix }
        // The original may have been cut a moment ago: then only the trail can tell.
        return byTrail == .prefix && !holds(other, handle, size: otherSize) ? .prefix : .unrelated
    }

    private func isEqual(_ common: Int64, _ left: OpenFile, _ right: OpenFile) -> Bool {
        let head = min(common, Int64(ContentTrail.window))
        guard let hash = left.hash(before: head), hash == right.hash(before: head) else { return false }
        return left.hash(before: common) == right.hash(before: common)
    }

    private func plainFile(of other: TailedFile) -> (OpenFile, Int64)? {
        guard other.coding == .plain, other.hasPlace else { return nil }
        // A file that cannot be opened just now cannot be compared; the trail decides.
        guard let handle = other.file ?? (try? OpenFile(path: other.path)), handle.identity == other.identity,
            let size = handle.status()?.size
        else { return nil }
        return (handle, size)
    }

    private func judgeCompressed(_ sighting: Sighting, _ file: OpenFile, now: Timestamp) {
        let reader = CompressedLineReader(file, coding: sighting.coding, blockSize: 64 << 10, after: ContentTrail())
        let head = reader.head(64 << 10)
        let size = Int64(head.count)
        if head.isEmpty, reader.end == .cutShort { return }
        let family = family(of: sighting)
        // Contents that are still there can be compared byte for byte, so they are asked first.
        for other in family.filter(\.hasPlace) + family.filter({ !$0.hasPlace }) where size > 0 {
            guard !other.rejected.contains(file.identity), isSame(other, reader, size: size) else { continue }
            if other.hasPlace {
                shadow(sighting, file, size: sighting.status.size, of: other)
            } else {
                attach(other, sighting, file, now: now)
            }
            return
        }
        if let untouched = unread(in: family) {
            attach(untouched, sighting, file, now: now)
        } else {
            begin(sighting, file, now: now)
        }
    }

    private func isSame(_ other: TailedFile, _ reader: CompressedLineReader, size: Int64) -> Bool {
        if reader.end == .complete {
            switch other.trail.compare(size: size, hashBefore: reader.hash(before:)) {
            case .continues, .prefix: return true
            case .unrelated: return false
            case .unknown: break
            }
        } else if let isSame = other.trail.agrees(size: size, hashBefore: reader.hash(before:)) {
            guard isSame, let (handle, otherSize) = plainFile(of: other), holds(other, handle, size: otherSize) else {
                return isSame
            }
            return handle.hash(before: min(size, otherSize)) == reader.hash(before: min(size, otherSize))
        }
        guard let (handle, otherSize) = plainFile(of: other), min(size, otherSize) > 0 else { return false }
        return handle.hash(before: min(size, otherSize)) == reader.hash(before: min(size, otherSize))
    }

    /// Gives a content a new place.
    private func attach(_ file: TailedFile, _ sighting: Sighting, _ handle: OpenFile, now: Timestamp) {
        if let old = file.identity, byIdentity[old] === file { byIdentity[old] = nil }
        recover(file)
        file.identity = sighting.status.identity
        byIdentity[sighting.status.identity] = file
        file.path = sighting.path
        file.isSighted = true
        file.isLive = sighting.isLive
        file.missingSince = nil
        file.problem = nil
        file.changedAt = now
        file.searched = 0
        file.glimpse = nil
        file.isFinished = false
        file.reader = nil
        file.status = nil
        file.isVerified = false
        file.coding = sighting.coding
        isChanged = true
        if sighting.coding == .plain {
            file.file = handle
            examine(file, now: now)
        } else {
            file.file = nil
            file.status = sighting.status
        }
    }

    /// Begins a content not known before.
    private func begin(_ sighting: Sighting, _ handle: OpenFile, now: Timestamp) {
        let file = makeRecord(live: sighting.live, path: sighting.path, coding: sighting.coding)
        file.identity = sighting.status.identity
        byIdentity[sighting.status.identity] = file
        file.isSighted = true
        file.isLive = sighting.isLive
        file.changedAt = min(now, Timestamp(microseconds: sighting.status.modified / 1_000))
        if startsAtEnd(sighting) { settleAtEnd(file, handle, sighting) }
        if sighting.coding == .plain {
            file.file = handle
            examine(file, now: now)
        } else {
            file.status = sighting.status
        }
    }

    private func startsAtEnd(_ sighting: Sighting) -> Bool {
        let written = Timestamp(microseconds: sighting.status.modified / 1_000)
        if isFirstSurvey {
            switch start {
            case .end: return true
            case .start: return false
            case .since(let instant): return written < instant
            }
        }
        // The kernel's clock for files lags behind by a tick, hence the two seconds.
        return !sighting.isLive && state.floor.map { written < $0 - .seconds(2) } ?? false
    }

    private func settleAtEnd(_ file: TailedFile, _ handle: OpenFile, _ sighting: Sighting) {
        let size = handle.status()?.size ?? sighting.status.size
        file.seenSize = size
        file.modified = sighting.status.modified
        file.isFinished = !sighting.isLive || sighting.coding != .plain
        guard sighting.coding == .plain else { return }
        let lineStart = sighting.isLive ? handle.lineStart(before: size) : size
        if lineStart == nil { file.skip = .longLine }
        if !file.trail.advance(to: lineStart ?? size, hashBefore: handle.hash(before:)) {
            file.problem = .system(sighting.path, 5)
        }
    }
}
