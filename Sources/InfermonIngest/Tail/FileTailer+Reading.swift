import InfermonModel

extension FileTailer {
    /// Reads what is new, in an order that serves both exactness and speed.
    ///
    /// While little is left, the oldest content goes first, so that the attempts of one request come in their order even over a
    /// rotation. While much is left, live files go first and the rest follows in what the budget leaves.
    func read(budget: Int, now: Timestamp, into consumer: inout some LineConsumer) -> Int64 {
        let waiting = state.files.map { ($0, unreadBytes($0)) }.filter { $0.1 > 0 }
        let total = waiting.reduce(0) { $0 + $1.1 }
        let isBehind = total > inOrderLimit
        let order = waiting.map(\.0).sorted { left, right in
            if left.isLive != right.isLive { return isBehind ? left.isLive : right.isLive }
            return (left.status?.modified ?? 0, left.id) < (right.status?.modified ?? 0, right.id)
        }
        if isBehind {
            // Of those alone that have older content waiting: there are names for few at a time.
            let waiting = Set(waiting.filter { !$0.0.isLive || $0.0.backlog != nil }.map(\.0.live))
            for file in state.files where file.isLive && !file.hasBegun && waiting.contains(file.live) {
                consumer.begin(content: file.id)
                file.hasBegun = true
            }
        }
        var left = Int64(budget)
        for file in order where left > 0 {
            left -=
                file.coding == .plain
                ? readTail(file, budget: left, now: now, into: &consumer)
                : readCompressed(file, budget: left, now: now, into: &consumer)
        }
        for file in order where left > 0 && file.backlog != nil {
            left -= readBacklog(file, budget: left, now: now, into: &consumer)
        }
        return Int64(budget) - left
    }

    private func readTail(
        _ file: TailedFile, budget: Int64, now: Timestamp, into consumer: inout some LineConsumer
    ) -> Int64 {
        guard let handle = file.file, file.isVerified else { return 0 }
        var taken: Int64 = 0
        while taken < budget {
            let position = file.trail.offset
            let cursor = LineCursor(position: position, skip: file.skip, searched: file.searched)
            switch plain.next(handle, cursor, limit: .max) {
            case .lines(let lines, let upTo):
                guard advance(file, handle, to: upTo, lines: lines, now: now) else { return taken }
                consumer.consume(lines, of: TailedContent(id: file.id, path: file.path, isBacklog: false))
                taken += upTo - position
            case .skipped(let upTo, let skip, let longLines):
                guard advance(file, handle, to: upTo, lines: nil, now: now) else { return taken }
                file.skip = skip
                state.longLines += longLines
                taken += upTo - position
            case .incomplete(let searched):
                file.searched = searched
                return taken
            case .failed(let error):
                file.problem = .system(file.path, error)
                return taken
            }
        }
        return taken
    }

    /// Moves the position on, once it is certain that the bytes read belong to the content.
    private func advance(
        _ file: TailedFile, _ handle: OpenFile, to target: Int64, lines: UnsafeRawBufferPointer?, now: Timestamp
    ) -> Bool {
        var trail = file.trail
        let position = trail.offset
        let isRead = trail.advance(to: target) { offset in
            let start = offset - min(Int64(ContentTrail.window), offset)
            guard let lines, start >= position else { return handle.hash(before: offset) }
            return ContentTrail.hash(
                UnsafeRawBufferPointer(rebasing: lines[Int(start - position)..<Int(offset - position)]))
        }
        guard isRead, holds(file, handle, size: handle.status()?.size ?? 0), handle.hash(before: target) == trail.last
        else {
            cut(file, now: now)
            return false
        }
        file.trail = trail
        file.searched = 0
        file.seenSize = max(file.seenSize, target)
        isChanged = true
        return true
    }

    private func readBacklog(
        _ file: TailedFile, budget: Int64, now: Timestamp, into consumer: inout some LineConsumer
    ) -> Int64 {
        guard let handle = file.file, file.isVerified else { return 0 }
        var taken: Int64 = 0
        while taken < budget, let backlog = file.backlog {
            let cursor = LineCursor(position: backlog.lowerBound, skip: file.backlogSkip)
            let step = plain.next(handle, cursor, limit: backlog.upperBound)
            guard holds(file, handle, size: handle.status()?.size ?? 0) else {
                cut(file, now: now)
                return taken
            }
            var next = backlog.upperBound
            switch step {
            case .lines(let lines, let upTo):
                consumer.consume(
                    lines,
                    of: TailedContent(
                        id: file.id, path: file.path, isBacklog: true, bytesToNewer: backlog.upperBound - upTo))
                next = upTo
            case .skipped(let upTo, let skip, let longLines):
                file.backlogSkip = skip
                state.longLines += longLines
                next = upTo
            case .incomplete: break
            case .failed(let error):
                file.problem = .system(file.path, error)
                return taken
            }
            taken += next - backlog.lowerBound
            file.backlog = next < backlog.upperBound ? next..<backlog.upperBound : nil
            isChanged = true
        }
        return taken
    }

    private func readCompressed(
        _ file: TailedFile, budget: Int64, now: Timestamp, into consumer: inout some LineConsumer
    ) -> Int64 {
        guard let reader = reader(for: file, now: now) else { return 0 }
        var taken: Int64 = 0
        while taken < budget {
            let position = reader.position
            switch reader.next() {
            case .lines(let lines, let upTo):
                guard file.trail.advance(to: upTo, hashBefore: reader.hash(before:)) else { return taken }
                consumer.consume(lines, of: TailedContent(id: file.id, path: file.path, isBacklog: false))
                reader.take(upTo: upTo)
                taken += upTo - position
                isChanged = true
            case .skipped(let upTo, let skip, let longLines):
                if upTo > file.trail.offset {
                    guard file.trail.advance(to: upTo, hashBefore: reader.hash(before:)) else { return taken }
                    reader.take(upTo: upTo, skip: skip)
                    file.skip = skip
                    state.longLines += longLines
                    isChanged = true
                }
                taken += upTo - position
            case .incomplete:
                pause(file, reader, now: now)
                return taken
            case .failed(let error):
                file.problem = .system(file.path, error)
                return taken
            }
        }
        return taken
    }

    private func reader(for file: TailedFile, now: Timestamp) -> CompressedLineReader? {
        if let reader = file.reader { return reader }
        do throws(TailProblem) {
            let handle = try OpenFile(path: file.path)
            guard handle.identity == file.identity else {
                isSurveyNeeded = true
                return nil
            }
            let reader = CompressedLineReader(handle, coding: file.coding, blockSize: blockSize, after: file.trail)
            file.file = handle
            file.reader = reader
            file.isVerified = true
            return reader
        } catch {
            file.problem = error
            return nil
        }
    }

    private func pause(_ file: TailedFile, _ reader: CompressedLineReader, now: Timestamp) {
        switch reader.end {
        case .complete, .cutShort, nil: break
        case .damaged:
            finishCompressed(file)
            file.problem = .damaged(file.path)
        case .mismatch: detach(file, now: now)
        case .failed(let error): file.problem = .system(file.path, error)
        }
    }

    /// The compressed file holds another content than it seemed to from its first bytes: it is judged anew.
    private func detach(_ file: TailedFile, now: Timestamp) {
        if let identity = file.identity {
            file.rejected.insert(identity)
            byIdentity[identity] = nil
        }
        file.identity = nil
        file.reader = nil
        file.file = nil
        file.status = nil
        file.isSighted = false
        file.missingSince = now
        isSurveyNeeded = true
        isChanged = true
    }

    /// Stops reading a compressed file until its size changes.
    func finishCompressed(_ file: TailedFile) {
        file.seenSize = file.status?.size ?? file.seenSize
        file.isFinished = true
        file.reader = nil
        file.file = nil
        isChanged = true
    }
}
