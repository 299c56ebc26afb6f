import InfermonModel

extension FileTailer {
    /// Ends what is over: last lines without a newline, files nobody writes any more, contents that are gone.
    func settle(now: Timestamp, into consumer: inout some LineConsumer) {
        for file in state.files {
            if let reader = file.reader {
                settleCompressed(file, reader, now: now, into: &consumer)
            } else if file.coding == .plain, let handle = file.file {
                if file.isLive {
                    settleDocument(file, handle, now: now, into: &consumer)
                } else {
                    settleRotated(file, handle, now: now, into: &consumer)
                }
            }
            giveUp(file, now: now)
        }
        forget(into: &consumer)
    }

    private func isQuiet(_ file: TailedFile, now: Timestamp) -> Bool {
        let quiet = now - file.changedAt
        if quiet >= Self.longQuietTime { return true }
        return quiet >= Self.quietTime && state.files.contains { $0.live == file.live && $0.isLive && $0 !== file }
    }

    private func settleRotated(
        _ file: TailedFile, _ handle: OpenFile, now: Timestamp, into consumer: inout some LineConsumer
    ) {
        guard let size = file.status?.size, file.isVerified, file.backlog == nil, file.problem == nil,
            max(file.searched, file.trail.offset) >= size, isQuiet(file, now: now)
        else { return }
        if size > file.trail.offset {
            let rest = BlockBuffer(count: Int(size - file.trail.offset))
            guard handle.read(at: file.trail.offset, into: rest.bytes) == rest.bytes.count else { return }
            guard take(file, rest[0..<rest.bytes.count], upTo: size, hashBefore: handle.hash(before:), into: &consumer)
            else { return }
        }
        file.isFinished = true
        file.file = nil
        isChanged = true
        consumer.close(content: file.id)
    }

    /// Gives the last line of a live file that no newline ends, where it is a whole JSON document: nothing can make it longer, and
    /// gateways that write a file per request end it so.
    private func settleDocument(
        _ file: TailedFile, _ handle: OpenFile, now: Timestamp, into consumer: inout some LineConsumer
    ) {
        guard let size = file.status?.size, file.isVerified, file.backlog == nil, file.problem == nil,
            file.skip == .none, size > file.trail.offset, size - file.trail.offset <= Self.documentLimit,
            file.searched >= size, file.noDocumentUpTo != size, now - file.changedAt >= Self.quietTime
        else { return }
        file.noDocumentUpTo = size
        let rest = BlockBuffer(count: Int(size - file.trail.offset))
        guard handle.read(at: file.trail.offset, into: rest.bytes) == rest.bytes.count,
            JSONDocument.isWhole(rest[0..<rest.bytes.count])
        else { return }
        _ = take(file, rest[0..<rest.bytes.count], upTo: size, hashBefore: handle.hash(before:), into: &consumer)
    }

    private func settleCompressed(
        _ file: TailedFile, _ reader: CompressedLineReader, now: Timestamp, into consumer: inout some LineConsumer
    ) {
        guard let end = reader.end, now - file.changedAt >= Self.quietTime,
            (file.status?.size ?? 0) <= reader.inputOffset
        else { return }
        if end == .complete, reader.isVerified, !reader.rest.isEmpty, file.skip == .none {
            let upTo = reader.position + Int64(reader.rest.count)
            guard take(file, reader.rest, upTo: upTo, hashBefore: reader.hash(before:), into: &consumer) else { return }
        }
        let isCutShort = end == .cutShort
        finishCompressed(file)
        if isCutShort { file.problem = .cutShort(file.path) }
        consumer.close(content: file.id)
    }

    /// Gives the last line, which no newline ends.
    private func take(
        _ file: TailedFile, _ rest: UnsafeRawBufferPointer, upTo: Int64, hashBefore: (Int64) -> UInt64?,
        into consumer: inout some LineConsumer
    ) -> Bool {
        guard file.trail.advance(to: upTo, hashBefore: hashBefore) else { return false }
        isChanged = true
        if file.skip != .none {
            state.longLines += file.skip == .longLine ? 1 : 0
            file.skip = .none
            return true
        }
        let line = BlockBuffer(count: rest.count + 1)
        line.bytes.copyMemory(from: rest)
        line.bytes[rest.count] = 10
        consumer.consume(line[0..<line.bytes.count], of: TailedContent(id: file.id, path: file.path, isBacklog: false))
        return true
    }

    /// Counts as lost what had no place for a while.
    private func giveUp(_ file: TailedFile, now: Timestamp) {
        guard !file.hasPlace, file.lost == 0, file.outstanding > 0, let since = file.missingSince,
            now - since >= Self.quietTime
        else { return }
        file.lost = file.outstanding
        state.lostBytes += file.lost
        isChanged = true
    }

    /// Drops the oldest records of contents that are nowhere to be found.
    private func forget(into consumer: inout some LineConsumer) {
        let gone = state.files.filter { !$0.hasPlace && $0.missingSince != nil && ($0.outstanding == 0 || $0.lost > 0) }
        guard gone.count > Self.forgottenLimit else { return }
        let dropped = Set(gone.sorted { $0.id < $1.id }.prefix(gone.count - Self.forgottenLimit).map(\.id))
        for file in gone where dropped.contains(file.id) {
            if let identity = file.identity, byIdentity[identity] === file { byIdentity[identity] = nil }
            consumer.close(content: file.id)
        }
        state.files.removeAll { dropped.contains($0.id) }
        isChanged = true
    }
}
