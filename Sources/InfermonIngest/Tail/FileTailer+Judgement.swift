import InfermonModel

extension FileTailer {
    /// Decides what a file not seen before is: the rest of a content known, a copy of one, or something new.
    func judge(_ sighting: Sighting, now: Timestamp) {
        let identity = sighting.status.identity
        var opened: OpenFile?
        if let shadow = shadows[identity] {
            let isUnchanged = shadow.sighting.status.size == sighting.status.size
            if isUnchanged, shadow.of.hasPlace == shadow.hadPlace {
                shadows[identity]?.sighting.path = sighting.path
                return
            }
            opened = shadow.file
            shadows[identity] = nil
        }
        guard sighting.status.size > 0 || sighting.isLive else { return }
        do throws(TailProblem) {
            let file = if let opened { opened } else { try OpenFile(path: sighting.path) }
            guard file.identity == identity else {
                isSurveyNeeded = true
                return
            }
            if sighting.coding == .plain {
                judgePlain(sighting, file, now: now)
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
            if shadow.file == nil || shadow.of.hasPlace {
                shadows[identity] = nil
            } else {
                judge(shadow.sighting, now: now)
                shadows[identity] = nil
                byIdentity[identity]?.isSighted = false
            }
        }
    }

    private func family(of sighting: Sighting) -> [TailedFile] {
        state.files.filter { $0.live == sighting.live }.sorted { $0.id > $1.id }
    }

    private func judgePlain(_ sighting: Sighting, _ file: OpenFile, now: Timestamp) {
        let size = file.status()?.size ?? sighting.status.size
        var original: TailedFile?
        let family = family(of: sighting)
        for other in family where !(sighting.isLive && other.hasPlace) {
            switch compare(other, file, size: size) {
            case .continues:
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
            shadows[sighting.status.identity] = Shadow(
                of: original, sighting: sighting, file: file, hadPlace: original.hasPlace)
        } else if let untouched = unread(in: family), !sighting.isLive {
            attach(untouched, sighting, file, now: now)
        } else {
            begin(sighting, file, now: now)
        }
    }

    /// A content that went before a byte of it was read: any file may be its copy, since all of it is to be read anyway.
    private func unread(in family: [TailedFile]) -> TailedFile? {
        family.first { !$0.hasPlace && $0.trail.offset == 0 && $0.coding == .plain && $0.outstanding > 0 }
    }

    /// How a file stands to a content: by the trail where it reaches, else byte for byte against the content's own file.
    private func compare(_ other: TailedFile, _ file: OpenFile, size: Int64) -> ContentTrail.Comparison {
        let byTrail = other.trail.compare(size: size, hashBefore: file.hash(before:))
        switch byTrail {
        case .continues, .unrelated: return byTrail
        case .prefix, .unknown: break
        }
        guard let (handle, otherSize) = plainFile(of: other) else { return byTrail == .prefix ? .prefix : .unrelated }
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
        for other in family where size > 0 {
            guard isSame(other, reader, size: size) else { continue }
            if other.hasPlace {
                shadows[sighting.status.identity] = Shadow(of: other, sighting: sighting, file: file, hadPlace: true)
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
        switch other.trail.compare(size: size, hashBefore: reader.hash(before:)) {
        case .continues, .prefix: return true
        case .unrelated: return false
        case .unknown: break
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
