public import InfermonModel

/// Follows one path or glob through everything that happens to logs, and gives each line once.
///
/// A pass looks at the files, reads what is new in large blocks, and hands whole lines on; the state it returns, saved in one
/// transaction with what was counted, makes a crash at any moment harmless. Content is told apart by file identity and by a trail of
/// hashes (``ContentTrail``), so a renamed, copied or compressed log is read on where it was left and never twice. After every block
/// the bytes before and at the end of it are looked at once more: if the file was cut meanwhile, the block does not count.
///
/// One thread owns a tailer; its calls read files and can block.
public final class FileTailer {
    /// The most bytes left over all files that are read oldest first; with more, new lines go before old ones.
    public static let standardInOrderLimit: Int64 = 64 << 20
    /// The time for which a rotated file must be quiet until its last line counts although no newline ends it.
    static let quietTime = TimeSpan.seconds(5)
    /// The same where nothing has taken the file's place.
    static let longQuietTime = TimeSpan.seconds(60)
    /// The most bytes of a last line without a newline that are looked at.
    static let documentLimit: Int64 = 16 << 20
    /// Records kept of contents that are nowhere to be found, to know their compressed copies by.
    static let forgottenLimit = 64

    let pattern: FilePattern
    let start: TailStart
    let blockSize: Int
    let inOrderLimit: Int64
    var watch: DirectoryWatch
    var state: TailState
    var byIdentity: [FileIdentity: TailedFile] = [:]
    var shadows: [FileIdentity: Shadow] = [:]
    var plain: PlainLineReader
    var isFirstSurvey: Bool
    var isSurveyNeeded = true
    /// Whether the directories could be listed, so that a file not seen is really gone.
    var isSurveyComplete = false
    var lastSurvey: Timestamp?
    var surveyProblems: [TailProblem] = []
    var isChanged = false
    var startProblem: TailProblem?
    var progress = ProgressMeter()

    /// Creates a tailer.
    ///
    /// - Parameters:
    ///   - path: A path or a glob.
    ///   - start: Where to begin when there is no checkpoint.
    ///   - checkpoint: What the last pass returned that was saved.
    ///   - blockSize: Bytes read at once.
    ///   - usesInotify: Whether to ask the kernel for news instead of only looking four times a second.
    ///   - inOrderLimit: The most unread bytes over all files that are read oldest first.
    public init(
        path: String, start: TailStart, checkpoint: [UInt8]?, blockSize: Int = 512 << 10, usesInotify: Bool = true,
        inOrderLimit: Int64 = FileTailer.standardInOrderLimit
    ) {
        self.inOrderLimit = inOrderLimit
        pattern = FilePattern(text: path)
        self.blockSize = blockSize
        watch = DirectoryWatch(isOn: usesInotify)
        plain = PlainLineReader(blockSize: blockSize)
        let restored = checkpoint.flatMap(TailState.init(bytes:))
        state = restored ?? TailState()
        isFirstSurvey = restored == nil
        if checkpoint != nil, restored == nil {
            // What was counted before is not known: to read it again would count it twice.
            self.start = .end
            startProblem = .checkpointDamaged
        } else {
            self.start = start
        }
        var byID: [UInt64: TailedFile] = [:]
        for file in state.files {
            byID[file.id] = file
            if let identity = file.identity { byIdentity[identity] = file }
        }
        for copy in state.copies {
            guard let original = byID[copy.of], byIdentity[copy.identity] == nil else { continue }
            shadows[copy.identity] = Shadow(of: original, size: copy.size, hadPlace: true)
        }
    }

    /// A descriptor that becomes readable when something may have changed; `nil` where the system has none.
    public var waitDescriptor: Int32? { watch.descriptor }

    /// The instant before which records do not count; `nil` for no limit.
    public var dropsRecordsBefore: Timestamp? {
        if case .since(let instant) = start { return instant }
        return nil
    }

    /// Looks at the files and reads what is new.
    ///
    /// - Parameters:
    ///   - now: The time, for waits and progress only.
    ///   - budgetBytes: About the most bytes to read.
    ///   - consumer: Takes the lines.
    /// - Returns: What was found, and the state to save.
    public func pass(now: Timestamp, budgetBytes: Int = 16 << 20, into consumer: inout some LineConsumer) -> TailPass {
        let news = watch.news()
        isChanged = false
        for file in state.files { examine(file, now: now) }
        if isSurveyDue(news, now: now) { survey(now: now) }
        var result = TailPass()
        result.bytesRead = read(budget: budgetBytes, now: now, into: &consumer)
        settle(now: now, into: &consumer)
        let unread = state.files.reduce(0) { $0 + unreadBytes($1) }
        result.hasMore = unread > 0 && (result.bytesRead > 0 || isSurveyNeeded)
        result.backfill = progress.update(read: result.bytesRead, unread: unread, now: now)
        result.nextLook = watch.isWhole ? .milliseconds(500) : .milliseconds(250)
        result.lostBytes = state.lostBytes
        result.longLines = state.longLines
        result.problem = surveyProblems.first ?? state.files.lazy.compactMap(\.problem).first ?? startProblem
        result.isFollowing = state.files.contains {
            $0.isLive && $0.problem == nil && ($0.file != nil || $0.isFinished)
        }
        if isChanged {
            state.copies = shadows.map { TailState.Copy(identity: $0.key, of: $0.value.of.id, size: $0.value.size) }
            result.checkpoint = state.bytes
        }
        return result
    }

    private func isSurveyDue(_ news: DirectoryWatch.News, now: Timestamp) -> Bool {
        guard let lastSurvey, !isSurveyNeeded, !news.hasNames else { return true }
        let interval: TimeSpan = watch.isWhole ? .seconds(1) : .milliseconds(200)
        return now - lastSurvey >= interval || now < lastSurvey
    }

    /// Bytes of a file that a pass could read now; for compressed files, compressed ones.
    func unreadBytes(_ file: TailedFile) -> Int64 {
        guard file.hasPlace, file.problem == nil, let status = file.status else { return 0 }
        if file.coding == .plain {
            let begun = max(file.trail.offset, file.searched)
            return Int64(file.backlog?.count ?? 0) + max(0, status.size - begun)
        }
        if let reader = file.reader {
            return reader.end == nil
                ? max(1, status.size - reader.inputOffset) : max(0, status.size - reader.inputOffset)
        }
        return file.isFinished && status.size == file.seenSize ? 0 : status.size
    }
}

/// A file whose content is that of a tailed file which has another place: a copy about to take over, or a backup.
struct Shadow {
    var of: TailedFile
    /// Its size when it was compared.
    var size: Int64
    /// Whether the original had a place then.
    var hadPlace: Bool
    /// How it was last seen; `nil` when that was in an earlier run.
    var sighting: Sighting?
    var file: OpenFile?
}
