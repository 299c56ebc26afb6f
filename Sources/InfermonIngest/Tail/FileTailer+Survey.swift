import InfermonModel

extension FileTailer {
    /// Looks at the directories: which known files are where, and what is new.
    func survey(now: Timestamp) {
        let found = pattern.survey(known: knownInodes())
        watch.watch(found.directories)
        surveyProblems = found.problems
        isSurveyComplete = !found.problems.contains { if case .notPermitted = $0 { true } else { false } }
        isSurveyNeeded = false
        lastSurvey = now
        for file in state.files {
            file.isSighted = false
            file.isLive = false
        }
        var unknown: [Sighting] = []
        for (identity, sighting) in found.sightings {
            if let file = byIdentity[identity] {
                recognise(file, sighting, now: now)
            } else if !sighting.live.isEmpty {
                unknown.append(sighting)
            }
        }
        noteMissing(now: now)
        if isFirstSurvey { state.floor = floor(now: now) }
        for sighting in unknown.sorted(by: Self.isJudgedBefore) { judge(sighting, now: now) }
        judgeShadows(unseen: found, now: now)
        if isFirstSurvey {
            isFirstSurvey = false
            isChanged = true
        }
    }

    private func floor(now: Timestamp) -> Timestamp? {
        switch start {
        case .end: now
        case .start: nil
        case .since(let instant): instant
        }
    }

    private func knownInodes() -> [String: Set<UInt64>] {
        var known: [String: Set<UInt64>] = [:]
        for file in state.files {
            guard let identity = file.identity else { continue }
            known[FilePattern.split(file.path).directory, default: []].insert(identity.inode)
        }
        return known
    }

    /// Live files first, so that copies find their originals; compressed ones last, for the same reason; longer copies before shorter
    /// ones, which hold less of the same content.
    private static func isJudgedBefore(_ left: Sighting, _ right: Sighting) -> Bool {
        func rank(_ sighting: Sighting) -> Int {
            sighting.coding != .plain ? 2 : sighting.isLive ? 0 : 1
        }
        if rank(left) != rank(right) { return rank(left) < rank(right) }
        return (right.status.size, left.path) < (left.status.size, right.path)
    }

    private func recognise(_ file: TailedFile, _ sighting: Sighting, now: Timestamp) {
        file.isSighted = true
        file.isLive = sighting.isLive
        if file.path != sighting.path || (file.live != sighting.live && !sighting.live.isEmpty) {
            file.path = sighting.path
            if !sighting.live.isEmpty { file.live = sighting.live }
            isChanged = true
        }
        if file.lost > 0 { recover(file) }
        guard file.file == nil else { return }
        if file.status != sighting.status {
            if file.status == nil {
                file.changedAt = min(now, Timestamp(microseconds: sighting.status.modified / 1_000))
            } else {
                file.changedAt = now
            }
            file.status = sighting.status
            file.problem = nil
            // A file that was read to its end and has not been touched needs no second look.
            let isUntouched = file.seenSize == sighting.status.size && file.modified == sighting.status.modified
            if file.coding == .plain, sighting.isLive || !isUntouched || !file.isFinished { open(file, now: now) }
        } else if file.problem != nil, file.coding == .plain {
            open(file, now: now)
        }
    }

    /// Takes back the loss of content that was found after all.
    func recover(_ file: TailedFile) {
        state.lostBytes -= file.lost
        file.lost = 0
        isChanged = true
    }

    private func noteMissing(now: Timestamp) {
        for file in state.files {
            if file.hasPlace {
                file.missingSince = nil
            } else if file.missingSince == nil, isSurveyComplete {
                file.missingSince = now
            }
        }
    }

    /// Opens a plain file at its known path and holds its content against the trail.
    func open(_ file: TailedFile, now: Timestamp) {
        do throws(TailProblem) {
            let opened = try OpenFile(path: file.path)
            guard opened.identity == file.identity else {
                isSurveyNeeded = true
                return
            }
            file.file = opened
            file.problem = nil
            file.isVerified = false
            examine(file, now: now)
        } catch {
            file.problem = error
        }
    }

    /// Looks whether an open file changed, and whether its content is still what was read.
    func examine(_ file: TailedFile, now: Timestamp) {
        guard let handle = file.file, let status = handle.status() else { return }
        guard status != file.status || !file.isVerified else { return }
        guard file.coding == .plain else {
            if status.size != file.status?.size { file.changedAt = now }
            file.status = status
            file.isVerified = true
            return
        }
        guard holds(file, handle, size: status.size), status.size >= file.seenSize || file.trail.offset > 0 else {
            cut(file, now: now)
            return
        }
        if status.size < file.seenSize {
            state.lostBytes += file.seenSize - status.size
            file.seenSize = status.size
            file.searched = 0
            isChanged = true
        }
        if let before = file.status, (before.size, before.modified) != (status.size, status.modified) {
            file.changedAt = now
        }
        if file.status == nil { file.changedAt = min(now, Timestamp(microseconds: status.modified / 1_000)) }
        file.status = status
        file.isVerified = true
        let glimpsed = min(status.size, Int64(ContentTrail.window))
        if file.trail.offset == 0, glimpsed > file.glimpse?.offset ?? 0 {
            file.glimpse = handle.hash(before: glimpsed).map { ContentTrail.Point(offset: glimpsed, hash: $0) }
        }
        if (file.seenSize, file.modified) != (status.size, status.modified) {
            (file.seenSize, file.modified) = (status.size, status.modified)
            isChanged = true
        }
        splitBacklog(file, handle, size: status.size)
    }

    /// Whether the bytes before the position are still those that were read.
    func holds(_ file: TailedFile, _ handle: OpenFile, size: Int64) -> Bool {
        guard size >= file.trail.offset else { return false }
        if let last = file.trail.last { return handle.hash(before: file.trail.offset) == last }
        return file.glimpse.map { size >= $0.offset && handle.hash(before: $0.offset) == $0.hash } ?? true
    }

    /// Goes to the end of a live file that is far behind and leaves the rest for later, so that new lines do not wait.
    private func splitBacklog(_ file: TailedFile, _ handle: OpenFile, size: Int64) {
        guard file.isLive, file.backlog == nil, file.skip == .none, size - file.trail.offset > inOrderLimit,
            let lineStart = handle.lineStart(before: size), lineStart > file.trail.offset
        else { return }
        let from = file.trail.offset
        guard file.trail.advance(to: lineStart, hashBefore: handle.hash(before:)) else { return }
        file.backlog = from..<lineStart
        file.searched = 0
        isChanged = true
    }

    /// The file's content was replaced in place: what was read goes on elsewhere, the file begins anew.
    func cut(_ file: TailedFile, now: Timestamp) {
        let successor = makeRecord(live: file.live, path: file.path, coding: file.coding)
        successor.identity = file.identity
        successor.file = file.file
        successor.isLive = file.isLive
        successor.isSighted = file.isSighted
        successor.changedAt = now
        if let identity = file.identity { byIdentity[identity] = successor }
        file.identity = nil
        file.file = nil
        file.reader = nil
        file.status = nil
        file.isLive = false
        file.isSighted = false
        file.searched = 0
        file.glimpse = nil
        file.missingSince = now
        isSurveyNeeded = true
        if successor.coding == .plain {
            if successor.file == nil { open(successor, now: now) } else { examine(successor, now: now) }
        }
    }

    func makeRecord(live: String, path: String, coding: RotatedName.Coding) -> TailedFile {
        let file = TailedFile(id: state.nextID, live: live, path: path, coding: coding)
        state.nextID += 1
        state.files.append(file)
        isChanged = true
        return file
    }
}
