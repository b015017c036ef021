/**
 * The event table: the source of truth of event types, their names, parameters and flags. Everything else is derived from it
 * (generated/, docs/events.md) by `node tools/event-table.mjs`.
 *
 * The law of compatibility. A capture written today is read in ten years, and one written by a newer program is read today:
 *  1. A row's number is what stands in captures. Rows are never removed, reordered or given another meaning; new ones go to the end, in pairs.
 *  2. A parameter keeps its place, name and type. New parameters are only appended; a reader takes rows with fewer and with more.
 *  3. What cannot be said by appending becomes a new pair of rows; the old pair gets `old`, and conversion-rows.ts says how its events become new ones.
 *  4. Numbers of flags and of syscalls (flag-rows.ts, syscall-names.ts) follow law 1.
 *
 * Row: number, id, name shown as evt.type, direction (`>` enter, `<` exit), [source/]category, flags or `-`, then after `|` the parameters:
 * `name:type[/base][=flag set][@parameter of its directory descriptor][(variants of a dynamic type)]`; `_` in a name stands for itself.
 * Facts: falcosecurity/libs, schema 4.5.1 (driver/event_table.c); numbers 0-453.
 */
export const eventRows = `
  0 GENERIC_E                        syscall > syscall/other old,converted | ID:syscall nativeID:u16
  1 GENERIC_X                        syscall < syscall/other converted | ID:syscall nativeID:u16
  2 SYSCALL_OPEN_E                   open > syscall/file creates-fd,state,converted | name:path flags:flags32=open mode:u32/oct
  3 SYSCALL_OPEN_X                   open < syscall/file creates-fd,state,converted | fd:fd name:path flags:flags32=open mode:u32/oct dev:u32/hex ino:u64
  4 SYSCALL_CLOSE_E                  close > syscall/io-other destroys-fd,uses-fd,state,old,converted | fd:fd
  5 SYSCALL_CLOSE_X                  close < syscall/io-other destroys-fd,uses-fd,state,converted | res:errno fd:fd
  6 SYSCALL_READ_E                   read > syscall/io-read uses-fd,reads,old,converted | fd:fd size:u32
  7 SYSCALL_READ_X                   read < syscall/io-read uses-fd,reads,converted | res:errno data:bytes fd:fd size:u32
  8 SYSCALL_WRITE_E                  write > syscall/io-write uses-fd,writes,old,converted | fd:fd size:u32
  9 SYSCALL_WRITE_X                  write < syscall/io-write uses-fd,writes,converted | res:errno data:bytes fd:fd size:u32
 10 SYSCALL_BRK_1_E                  brk > syscall/memory old,converted | size:u32
 11 SYSCALL_BRK_1_X                  brk < syscall/memory old,converted | res:u64/hex
 12 SYSCALL_EXECVE_8_E               execve > syscall/process state,old,converted
 13 SYSCALL_EXECVE_8_X               execve < syscall/process state,old,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64
 14 SYSCALL_CLONE_11_E               clone > syscall/process state,old
 15 SYSCALL_CLONE_11_X               clone < syscall/process state,old,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 flags:flags32=clone uid:u32 gid:u32
 16 PROCEXIT_E                       procexit > tracepoint/process state,old,converted
 17 PROCEXIT_X                       NA < unknown unused
 18 SOCKET_SOCKET_E                  socket > syscall/net creates-fd,state,old,converted | domain:enum32=socket-family type:u32 proto:u32
 19 SOCKET_SOCKET_X                  socket < syscall/net creates-fd,state,converted | fd:fd domain:enum32=socket-family type:u32 proto:u32 flags:flags32=open
 20 SOCKET_BIND_E                    bind > syscall/net uses-fd,state,old,converted | fd:fd
 21 SOCKET_BIND_X                    bind < syscall/net uses-fd,state,converted | res:errno addr:sockaddr fd:fd
 22 SOCKET_CONNECT_E                 connect > syscall/net uses-fd,state,converted | fd:fd addr:sockaddr
 23 SOCKET_CONNECT_X                 connect < syscall/net uses-fd,state,converted | res:errno tuple:socktuple fd:fd addr:sockaddr
 24 SOCKET_LISTEN_E                  listen > syscall/net uses-fd,old,converted | fd:fd backlog:i32
 25 SOCKET_LISTEN_X                  listen < syscall/net uses-fd,converted | res:errno fd:fd backlog:i32
 26 SOCKET_ACCEPT_E                  accept > syscall/net creates-fd,state,old
 27 SOCKET_ACCEPT_X                  accept < syscall/net creates-fd,state,old,converted | fd:fd tuple:socktuple queuepct:u8
 28 SOCKET_SEND_E                    send > syscall/io-write uses-fd,writes,old,converted | fd:fd size:u32
 29 SOCKET_SEND_X                    send < syscall/io-write uses-fd,writes,converted | res:errno data:bytes fd:fd size:u32 tuple:socktuple
 30 SOCKET_SENDTO_E                  sendto > syscall/io-write uses-fd,writes,state,old,converted | fd:fd size:u32 tuple:socktuple
 31 SOCKET_SENDTO_X                  sendto < syscall/io-write uses-fd,writes,state,converted | res:errno data:bytes fd:fd size:u32 tuple:socktuple
 32 SOCKET_RECV_E                    recv > syscall/io-read uses-fd,reads,old,converted | fd:fd size:u32
 33 SOCKET_RECV_X                    recv < syscall/io-read uses-fd,reads,converted | res:errno data:bytes fd:fd size:u32 tuple:socktuple
 34 SOCKET_RECVFROM_E                recvfrom > syscall/io-read uses-fd,reads,state,old,converted | fd:fd size:u32
 35 SOCKET_RECVFROM_X                recvfrom < syscall/io-read uses-fd,reads,state,converted | res:errno data:bytes tuple:socktuple fd:fd size:u32
 36 SOCKET_SHUTDOWN_E                shutdown > syscall/net uses-fd,state,old,converted | fd:fd how:enum8/hex=shutdown
 37 SOCKET_SHUTDOWN_X                shutdown < syscall/net uses-fd,state,converted | res:errno fd:fd how:enum8/hex=shutdown
 38 SOCKET_GETSOCKNAME_E             getsockname > syscall/net old
 39 SOCKET_GETSOCKNAME_X             getsockname < syscall/net -
 40 SOCKET_GETPEERNAME_E             getpeername > syscall/net old
 41 SOCKET_GETPEERNAME_X             getpeername < syscall/net -
 42 SOCKET_SOCKETPAIR_E              socketpair > syscall/ipc creates-fd,state,old,converted | domain:enum32=socket-family type:u32 proto:u32
 43 SOCKET_SOCKETPAIR_X              socketpair < syscall/ipc creates-fd,state,converted | res:errno fd1:fd fd2:fd source:u64/hex peer:u64/hex domain:enum32=socket-family type:u32 proto:u32
 44 SOCKET_SETSOCKOPT_E              setsockopt > syscall/net old
 45 SOCKET_SETSOCKOPT_X              setsockopt < syscall/net uses-fd | res:errno fd:fd level:enum8=socket-level optname:enum8=socket-option val:dyn(bytes/hex|errno|u32|u64|reltime) optlen:u32
 46 SOCKET_GETSOCKOPT_E              getsockopt > syscall/net state,old
 47 SOCKET_GETSOCKOPT_X              getsockopt < syscall/net uses-fd,state | res:errno fd:fd level:enum8=socket-level optname:enum8=socket-option val:dyn(bytes/hex|errno|u32|u64|reltime) optlen:u32
 48 SOCKET_SENDMSG_E                 sendmsg > syscall/io-write uses-fd,writes,state,old,converted | fd:fd size:u32 tuple:socktuple
 49 SOCKET_SENDMSG_X                 sendmsg < syscall/io-write uses-fd,writes,state,converted | res:errno data:bytes fd:fd size:u32 tuple:socktuple
 50 SOCKET_SENDMMSG_E                sendmmsg > syscall/io-write old
 51 SOCKET_SENDMMSG_X                sendmmsg < syscall/io-write uses-fd,writes,state,converted | res:errno fd:fd size:u32 data:bytes tuple:socktuple
 52 SOCKET_RECVMSG_E                 recvmsg > syscall/io-read uses-fd,reads,state,old,converted | fd:fd
 53 SOCKET_RECVMSG_X                 recvmsg < syscall/io-read uses-fd,reads,state,converted | res:errno size:u32 data:bytes tuple:socktuple msgcontrol:bytes fd:fd
 54 SOCKET_RECVMMSG_E                recvmmsg > syscall/io-read old
 55 SOCKET_RECVMMSG_X                recvmmsg < syscall/io-read uses-fd,reads,state,converted | res:errno fd:fd size:u32 data:bytes tuple:socktuple msgcontrol:bytes
 56 SOCKET_ACCEPT4_E                 accept > syscall/net creates-fd,state,old,converted | flags:i32/hex
 57 SOCKET_ACCEPT4_X                 accept < syscall/net creates-fd,state,old,converted | fd:fd tuple:socktuple queuepct:u8
 58 SYSCALL_CREAT_E                  creat > syscall/file creates-fd,state,converted | name:path mode:u32/oct
 59 SYSCALL_CREAT_X                  creat < syscall/file creates-fd,state,converted | fd:fd name:path mode:u32/oct dev:u32/hex ino:u64 creat_flags:flags16=creat-creat-flags
 60 SYSCALL_PIPE_E                   pipe > syscall/ipc creates-fd,state,old
 61 SYSCALL_PIPE_X                   pipe < syscall/ipc creates-fd,state | res:errno fd1:fd fd2:fd ino:u64
 62 SYSCALL_EVENTFD_E                eventfd > syscall/ipc creates-fd,state,old,converted | initval:u64 flags:u32/hex
 63 SYSCALL_EVENTFD_X                eventfd < syscall/ipc creates-fd,state,converted | res:fd initval:u64 flags:u32/hex
 64 SYSCALL_FUTEX_E                  futex > syscall/ipc old,converted | addr:u64/hex op:flags16=futex-op val:u64
 65 SYSCALL_FUTEX_X                  futex < syscall/ipc converted | res:errno addr:u64/hex op:flags16=futex-op val:u64
 66 SYSCALL_STAT_E                   stat > syscall/file old
 67 SYSCALL_STAT_X                   stat < syscall/file - | res:errno path:path
 68 SYSCALL_LSTAT_E                  lstat > syscall/file old
 69 SYSCALL_LSTAT_X                  lstat < syscall/file - | res:errno path:path
 70 SYSCALL_FSTAT_E                  fstat > syscall/file uses-fd,old,converted | fd:fd/na
 71 SYSCALL_FSTAT_X                  fstat < syscall/file uses-fd,converted | res:errno fd:fd/na
 72 SYSCALL_STAT64_E                 stat64 > syscall/file old
 73 SYSCALL_STAT64_X                 stat64 < syscall/file - | res:errno path:path
 74 SYSCALL_LSTAT64_E                lstat64 > syscall/file old
 75 SYSCALL_LSTAT64_X                lstat64 < syscall/file - | res:errno path:path
 76 SYSCALL_FSTAT64_E                fstat64 > syscall/file uses-fd,old | fd:fd/na
 77 SYSCALL_FSTAT64_X                fstat64 < syscall/file - | res:errno
 78 SYSCALL_EPOLLWAIT_E              epoll_wait > syscall/wait waits,old,converted | maxevents:errno
 79 SYSCALL_EPOLLWAIT_X              epoll_wait < syscall/wait waits,converted | res:errno maxevents:errno
 80 SYSCALL_POLL_E                   poll > syscall/wait waits,old,converted | fds:fdlist timeout:i64
 81 SYSCALL_POLL_X                   poll < syscall/wait waits,converted | res:errno fds:fdlist timeout:i64
 82 SYSCALL_SELECT_E                 select > syscall/wait waits,old
 83 SYSCALL_SELECT_X                 select < syscall/wait waits | res:errno
 84 SYSCALL_NEWSELECT_E              select > syscall/wait waits,old
 85 SYSCALL_NEWSELECT_X              select < syscall/wait waits,old,converted | res:errno
 86 SYSCALL_LSEEK_E                  lseek > syscall/file uses-fd,old,converted | fd:fd offset:u64 whence:enum8=lseek-whence
 87 SYSCALL_LSEEK_X                  lseek < syscall/file uses-fd,converted | res:errno fd:fd offset:u64 whence:enum8=lseek-whence
 88 SYSCALL_LLSEEK_E                 llseek > syscall/file uses-fd,old,converted | fd:fd offset:u64 whence:enum8=lseek-whence
 89 SYSCALL_LLSEEK_X                 llseek < syscall/file uses-fd,converted | res:errno fd:fd offset:u64 whence:enum8=lseek-whence
 90 SYSCALL_IOCTL_2_E                ioctl > syscall/io-other uses-fd,old,converted | fd:fd request:u64/hex
 91 SYSCALL_IOCTL_2_X                ioctl < syscall/io-other uses-fd,old,converted | res:errno
 92 SYSCALL_GETCWD_E                 getcwd > syscall/file old
 93 SYSCALL_GETCWD_X                 getcwd < syscall/file - | res:errno path:text
 94 SYSCALL_CHDIR_E                  chdir > syscall/file state,old
 95 SYSCALL_CHDIR_X                  chdir < syscall/file state | res:errno path:text
 96 SYSCALL_FCHDIR_E                 fchdir > syscall/file uses-fd,state,old,converted | fd:fd/na
 97 SYSCALL_FCHDIR_X                 fchdir < syscall/file uses-fd,state,converted | res:errno fd:fd/na
 98 SYSCALL_MKDIR_E                  mkdir > syscall/file old,converted | path:path mode:u32/hex
 99 SYSCALL_MKDIR_X                  mkdir < syscall/file old,converted | res:errno
100 SYSCALL_RMDIR_E                  rmdir > syscall/file old,converted | path:path
101 SYSCALL_RMDIR_X                  rmdir < syscall/file old,converted | res:errno
102 SYSCALL_OPENAT_E                 openat > syscall/file creates-fd,state,old,converted | dirfd:fd name:text flags:flags32=open mode:u32/oct
103 SYSCALL_OPENAT_X                 openat < syscall/file creates-fd,state,old,converted | fd:fd
104 SYSCALL_LINK_E                   link > syscall/file old,converted | oldpath:path newpath:path
105 SYSCALL_LINK_X                   link < syscall/file old,converted | res:errno
106 SYSCALL_LINKAT_E                 linkat > syscall/file old,converted | olddir:fd oldpath:text newdir:fd newpath:text
107 SYSCALL_LINKAT_X                 linkat < syscall/file old,converted | res:errno
108 SYSCALL_UNLINK_E                 unlink > syscall/file old,converted | path:path
109 SYSCALL_UNLINK_X                 unlink < syscall/file old,converted | res:errno
110 SYSCALL_UNLINKAT_E               unlinkat > syscall/file old,converted | dirfd:fd name:text
111 SYSCALL_UNLINKAT_X               unlinkat < syscall/file old,converted | res:errno
112 SYSCALL_PREAD_E                  pread > syscall/io-read uses-fd,reads,old,converted | fd:fd size:u32 pos:u64
113 SYSCALL_PREAD_X                  pread < syscall/io-read uses-fd,reads,converted | res:errno data:bytes fd:fd size:u32 pos:u64
114 SYSCALL_PWRITE_E                 pwrite > syscall/io-write uses-fd,writes,old,converted | fd:fd size:u32 pos:u64
115 SYSCALL_PWRITE_X                 pwrite < syscall/io-write uses-fd,writes,converted | res:errno data:bytes fd:fd size:u32 pos:u64
116 SYSCALL_READV_E                  readv > syscall/io-read uses-fd,reads,old,converted | fd:fd
117 SYSCALL_READV_X                  readv < syscall/io-read uses-fd,reads,converted | res:errno size:u32 data:bytes fd:fd
118 SYSCALL_WRITEV_E                 writev > syscall/io-write uses-fd,writes,old,converted | fd:fd size:u32
119 SYSCALL_WRITEV_X                 writev < syscall/io-write uses-fd,writes,converted | res:errno data:bytes fd:fd size:u32
120 SYSCALL_PREADV_E                 preadv > syscall/io-read uses-fd,reads,old,converted | fd:fd pos:u64
121 SYSCALL_PREADV_X                 preadv < syscall/io-read uses-fd,reads,converted | res:errno size:u32 data:bytes fd:fd pos:u64
122 SYSCALL_PWRITEV_E                pwritev > syscall/io-write uses-fd,writes,old,converted | fd:fd size:u32 pos:u64
123 SYSCALL_PWRITEV_X                pwritev < syscall/io-write uses-fd,writes,converted | res:errno data:bytes fd:fd size:u32 pos:u64
124 SYSCALL_DUP_E                    dup > syscall/io-other creates-fd,uses-fd,state,old,converted | fd:fd
125 SYSCALL_DUP_X                    dup < syscall/io-other creates-fd,uses-fd,state,old,converted | res:fd
126 SYSCALL_SIGNALFD_E               signalfd > syscall/signal creates-fd,state,old,converted | fd:fd mask:u32/hex flags:u8/hex
127 SYSCALL_SIGNALFD_X               signalfd < syscall/signal creates-fd,state,converted | res:fd fd:fd mask:u32/hex flags:u8/hex
128 SYSCALL_KILL_E                   kill > syscall/signal old,converted | pid:pid sig:signal
129 SYSCALL_KILL_X                   kill < syscall/signal converted | res:errno pid:pid sig:signal
130 SYSCALL_TKILL_E                  tkill > syscall/signal old,converted | tid:pid sig:signal
131 SYSCALL_TKILL_X                  tkill < syscall/signal converted | res:errno tid:pid sig:signal
132 SYSCALL_TGKILL_E                 tgkill > syscall/signal old,converted | pid:pid tid:pid sig:signal
133 SYSCALL_TGKILL_X                 tgkill < syscall/signal converted | res:errno pid:pid tid:pid sig:signal
134 SYSCALL_NANOSLEEP_E              nanosleep > syscall/sleep waits,old,converted | interval:reltime
135 SYSCALL_NANOSLEEP_X              nanosleep < syscall/sleep waits,converted | res:errno interval:reltime
136 SYSCALL_TIMERFD_CREATE_E         timerfd_create > syscall/time creates-fd,state,old,converted | clockid:u8 flags:u8/hex
137 SYSCALL_TIMERFD_CREATE_X         timerfd_create < syscall/time creates-fd,state,converted | res:fd clockid:u8 flags:u8/hex
138 SYSCALL_INOTIFY_INIT_E           inotify_init > syscall/ipc creates-fd,state,old,converted | flags:u8/hex
139 SYSCALL_INOTIFY_INIT_X           inotify_init < syscall/ipc creates-fd,state,converted | res:fd flags:u8/hex
140 SYSCALL_GETRLIMIT_E              getrlimit > syscall/process old,converted | resource:enum8=getrlimit-resource
141 SYSCALL_GETRLIMIT_X              getrlimit < syscall/process converted | res:errno cur:i64 max:i64 resource:enum8=getrlimit-resource
142 SYSCALL_SETRLIMIT_E              setrlimit > syscall/process old,converted | resource:enum8=getrlimit-resource
143 SYSCALL_SETRLIMIT_X              setrlimit < syscall/process converted | res:errno cur:i64 max:i64 resource:enum8=getrlimit-resource
144 SYSCALL_PRLIMIT_E                prlimit > syscall/process old,converted | pid:pid resource:enum8=getrlimit-resource
145 SYSCALL_PRLIMIT_X                prlimit < syscall/process converted | res:errno newcur:i64 newmax:i64 oldcur:i64 oldmax:i64 pid:i64 resource:enum8=getrlimit-resource
146 SCHEDSWITCH_1_E                  switch > tracepoint/scheduler old,converted | next:pid
147 SCHEDSWITCH_1_X                  NA < unknown unused
148 DROP_E                           drop > meta/internal - | ratio:u32
149 DROP_X                           drop < meta/internal - | ratio:u32
150 SYSCALL_FCNTL_E                  fcntl > syscall/io-other uses-fd,state,old,converted | fd:fd cmd:enum8=fcntl-cmd
151 SYSCALL_FCNTL_X                  fcntl < syscall/io-other uses-fd,state,converted | res:fd fd:fd cmd:enum8=fcntl-cmd arg:u64/hex
152 SCHEDSWITCH_6_E                  switch > tracepoint/scheduler - | next:pid pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32
153 SCHEDSWITCH_6_X                  NA < unknown unused
154 SYSCALL_EXECVE_13_E              execve > syscall/process state,old,converted
155 SYSCALL_EXECVE_13_X              execve < syscall/process state,old,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32
156 SYSCALL_CLONE_16_E               clone > syscall/process state,old
157 SYSCALL_CLONE_16_X               clone < syscall/process state,old,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 flags:flags32=clone uid:u32 gid:u32
158 SYSCALL_BRK_4_E                  brk > syscall/memory old,converted | addr:u64/hex
159 SYSCALL_BRK_4_X                  brk < syscall/memory converted | res:u64/hex vm_size:u32 vm_rss:u32 vm_swap:u32 addr:u64/hex
160 SYSCALL_MMAP_E                   mmap > syscall/memory uses-fd,old,converted | addr:u64/hex length:u64 prot:flags32=mmap-prot flags:flags32=mmap-flags fd:fd offset:u64
161 SYSCALL_MMAP_X                   mmap < syscall/memory uses-fd,converted | res:errno/hex vm_size:u32 vm_rss:u32 vm_swap:u32 addr:u64/hex length:u64 prot:flags32=mmap-prot flags:flags32=mmap-flags fd:fd offset:u64
162 SYSCALL_MMAP2_E                  mmap2 > syscall/memory uses-fd,old,converted | addr:u64/hex length:u64 prot:flags32=mmap-prot flags:flags32=mmap-flags fd:fd pgoffset:u64
163 SYSCALL_MMAP2_X                  mmap2 < syscall/memory uses-fd,converted | res:errno/hex vm_size:u32 vm_rss:u32 vm_swap:u32 addr:u64/hex length:u64 prot:flags32=mmap-prot flags:flags32=mmap-flags fd:fd pgoffset:u64
164 SYSCALL_MUNMAP_E                 munmap > syscall/memory old,converted | addr:u64/hex length:u64
165 SYSCALL_MUNMAP_X                 munmap < syscall/memory converted | res:errno vm_size:u32 vm_rss:u32 vm_swap:u32 addr:u64/hex length:u64
166 SYSCALL_SPLICE_E                 splice > syscall/io-other uses-fd,old,converted | fd_in:fd fd_out:fd size:u64 flags:flags32=splice-flags
167 SYSCALL_SPLICE_X                 splice < syscall/io-other uses-fd,converted | res:errno fd_in:fd fd_out:fd size:u64 flags:flags32=splice-flags
168 SYSCALL_PTRACE_E                 ptrace > syscall/process old,converted | request:enum16=ptrace-request pid:pid
169 SYSCALL_PTRACE_X                 ptrace < syscall/process converted | res:errno addr:dyn/hex(u64/hex|signal) data:dyn/hex(u64/hex|signal) request:enum16=ptrace-request pid:pid
170 SYSCALL_IOCTL_3_E                ioctl > syscall/io-other uses-fd,old,converted | fd:fd request:u64/hex argument:u64/hex
171 SYSCALL_IOCTL_3_X                ioctl < syscall/io-other uses-fd,converted | res:errno fd:fd request:u64/hex argument:u64/hex
172 SYSCALL_EXECVE_14_E              execve > syscall/process state,old,converted
173 SYSCALL_EXECVE_14_X              execve < syscall/process state,old,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 env:bytes
174 SYSCALL_RENAME_E                 rename > syscall/file old
175 SYSCALL_RENAME_X                 rename < syscall/file - | res:errno oldpath:path newpath:path
176 SYSCALL_RENAMEAT_E               renameat > syscall/file old
177 SYSCALL_RENAMEAT_X               renameat < syscall/file - | res:errno olddirfd:fd oldpath:relpath@1 newdirfd:fd newpath:relpath@3
178 SYSCALL_SYMLINK_E                symlink > syscall/file old
179 SYSCALL_SYMLINK_X                symlink < syscall/file - | res:errno target:text linkpath:path
180 SYSCALL_SYMLINKAT_E              symlinkat > syscall/file old
181 SYSCALL_SYMLINKAT_X              symlinkat < syscall/file uses-fd | res:errno target:text linkdirfd:fd linkpath:relpath@2
182 SYSCALL_FORK_E                   fork > syscall/process state,old
183 SYSCALL_FORK_X                   fork < syscall/process state,old,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 flags:flags32=clone uid:u32 gid:u32
184 SYSCALL_VFORK_E                  vfork > syscall/process state,old
185 SYSCALL_VFORK_X                  vfork < syscall/process state,old,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 flags:flags32=clone uid:u32 gid:u32
186 PROCEXIT_1_E                     procexit > tracepoint/process state | status:errno ret:errno sig:signal core:u8 reaper_tid:pid
187 PROCEXIT_1_X                     NA < unknown unused
188 SYSCALL_SENDFILE_E               sendfile > syscall/io-write uses-fd,old,converted | out_fd:fd in_fd:fd offset:u64 size:u64
189 SYSCALL_SENDFILE_X               sendfile < syscall/io-write uses-fd,converted | res:errno offset:u64 out_fd:fd in_fd:fd size:u64
190 SYSCALL_QUOTACTL_E               quotactl > syscall/user old,converted | cmd:flags16/dec=quotactl-cmd type:flags8=quotactl-type id:u32 quota_fmt:flags8=quotactl-quota-fmt
191 SYSCALL_QUOTACTL_X               quotactl < syscall/user converted | res:errno special:text quotafilepath:text dqb_bhardlimit:u64 dqb_bsoftlimit:u64 dqb_curspace:u64 dqb_ihardlimit:u64 dqb_isoftlimit:u64 dqb_btime:reltime dqb_itime:reltime dqi_bgrace:reltime dqi_igrace:reltime dqi_flags:flags8=quotactl-dqi-flags quota_fmt_out:flags8=quotactl-quota-fmt cmd:flags16/dec=quotactl-cmd type:flags8=quotactl-type id:u32 quota_fmt:flags8=quotactl-quota-fmt
192 SYSCALL_SETRESUID_E              setresuid > syscall/user state,old,converted | ruid:uid euid:uid suid:uid
193 SYSCALL_SETRESUID_X              setresuid < syscall/user state,converted | res:errno ruid:uid euid:uid suid:uid
194 SYSCALL_SETRESGID_E              setresgid > syscall/user state,old,converted | rgid:gid egid:gid sgid:gid
195 SYSCALL_SETRESGID_X              setresgid < syscall/user state,converted | res:errno rgid:gid egid:gid sgid:gid
196 SCAPEVENT_E                      scapevent > meta/internal - | event_type:u32 event_data:u64
197 SCAPEVENT_X                      NA < unknown unused
198 SYSCALL_SETUID_E                 setuid > syscall/user state,old,converted | uid:uid
199 SYSCALL_SETUID_X                 setuid < syscall/user state,converted | res:errno uid:uid
200 SYSCALL_SETGID_E                 setgid > syscall/user state,old,converted | gid:gid
201 SYSCALL_SETGID_X                 setgid < syscall/user state,converted | res:errno gid:gid
202 SYSCALL_GETUID_E                 getuid > syscall/user old
203 SYSCALL_GETUID_X                 getuid < syscall/user - | uid:uid
204 SYSCALL_GETEUID_E                geteuid > syscall/user old
205 SYSCALL_GETEUID_X                geteuid < syscall/user - | euid:uid
206 SYSCALL_GETGID_E                 getgid > syscall/user old
207 SYSCALL_GETGID_X                 getgid < syscall/user - | gid:gid
208 SYSCALL_GETEGID_E                getegid > syscall/user old
209 SYSCALL_GETEGID_X                getegid < syscall/user - | egid:gid
210 SYSCALL_GETRESUID_E              getresuid > syscall/user old
211 SYSCALL_GETRESUID_X              getresuid < syscall/user - | res:errno ruid:uid euid:uid suid:uid
212 SYSCALL_GETRESGID_E              getresgid > syscall/user old
213 SYSCALL_GETRESGID_X              getresgid < syscall/user - | res:errno rgid:gid egid:gid sgid:gid
214 SYSCALL_EXECVE_15_E              execve > syscall/process state,old,converted
215 SYSCALL_EXECVE_15_X              execve < syscall/process state,old,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text env:bytes
216 SYSCALL_CLONE_17_E               clone > syscall/process state,old
217 SYSCALL_CLONE_17_X               clone < syscall/process state,old,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text flags:flags32=clone uid:u32 gid:u32
218 SYSCALL_FORK_17_E                fork > syscall/process state,old
219 SYSCALL_FORK_17_X                fork < syscall/process state,old,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text flags:flags32=clone uid:u32 gid:u32
220 SYSCALL_VFORK_17_E               vfork > syscall/process state,old
221 SYSCALL_VFORK_17_X               vfork < syscall/process state,old,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text flags:flags32=clone uid:u32 gid:u32
222 SYSCALL_CLONE_20_E               clone > syscall/process state,old
223 SYSCALL_CLONE_20_X               clone < syscall/process state,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes flags:flags32=clone uid:u32 gid:u32 vtid:pid vpid:pid pidns_init_start_ts:u64
224 SYSCALL_FORK_20_E                fork > syscall/process state,old
225 SYSCALL_FORK_20_X                fork < syscall/process state,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes flags:flags32=clone uid:u32 gid:u32 vtid:pid vpid:pid pidns_init_start_ts:u64
226 SYSCALL_VFORK_20_E               vfork > syscall/process state,old
227 SYSCALL_VFORK_20_X               vfork < syscall/process state,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes flags:flags32=clone uid:u32 gid:u32 vtid:pid vpid:pid pidns_init_start_ts:u64
228 CONTAINER_E                      container > meta/internal state,old,converted | id:text type:u32 name:text image:text
229 CONTAINER_X                      NA < unknown unused
230 SYSCALL_EXECVE_16_E              execve > syscall/process state,old,converted
231 SYSCALL_EXECVE_16_X              execve < syscall/process state,old,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes env:bytes
232 SIGNALDELIVER_E                  signaldeliver > tracepoint/signal - | spid:pid dpid:pid sig:signal
233 SIGNALDELIVER_X                  NA < unknown unused
234 PROCINFO_E                       procinfo > meta/internal - | cpu_usr:u64 cpu_sys:u64
235 PROCINFO_X                       NA < unknown unused
236 SYSCALL_GETDENTS_E               getdents > syscall/file uses-fd,old,converted | fd:fd/na
237 SYSCALL_GETDENTS_X               getdents < syscall/file uses-fd,converted | res:errno fd:fd/na
238 SYSCALL_GETDENTS64_E             getdents64 > syscall/file uses-fd,old,converted | fd:fd/na
239 SYSCALL_GETDENTS64_X             getdents64 < syscall/file uses-fd,converted | res:errno fd:fd/na
240 SYSCALL_SETNS_E                  setns > syscall/process uses-fd,old,converted | fd:fd/na nstype:flags32=clone
241 SYSCALL_SETNS_X                  setns < syscall/process uses-fd,converted | res:errno fd:fd/na nstype:flags32=clone
242 SYSCALL_FLOCK_E                  flock > syscall/file uses-fd,old,converted | fd:fd/na operation:flags32=flock-operation
243 SYSCALL_FLOCK_X                  flock < syscall/file uses-fd,converted | res:errno fd:fd/na operation:flags32=flock-operation
244 CPU_HOTPLUG_E                    cpu_hotplug > meta/system state | cpu:u32 action:u32
245 CPU_HOTPLUG_X                    NA < unknown unused
246 SOCKET_ACCEPT_5_E                accept > syscall/net creates-fd,state,old
247 SOCKET_ACCEPT_5_X                accept < syscall/net creates-fd,state | fd:fd tuple:socktuple queuepct:u8 queuelen:u32 queuemax:u32
248 SOCKET_ACCEPT4_5_E               accept > syscall/net creates-fd,state,old,converted | flags:i32/hex
249 SOCKET_ACCEPT4_5_X               accept < syscall/net creates-fd,state,old,converted | fd:fd tuple:socktuple queuepct:u8 queuelen:u32 queuemax:u32
250 SYSCALL_SEMOP_E                  semop > syscall/process old,converted | semid:i32
251 SYSCALL_SEMOP_X                  semop < syscall/process converted | res:errno nsops:u32 sem_num_0:u16 sem_op_0:i16 sem_flg_0:flags16=semop-sem-flg-0 sem_num_1:u16 sem_op_1:i16 sem_flg_1:flags16=semop-sem-flg-0 semid:i32
252 SYSCALL_SEMCTL_E                 semctl > syscall/process old,converted | semid:i32 semnum:i32 cmd:flags16=semctl-cmd val:i32
253 SYSCALL_SEMCTL_X                 semctl < syscall/process converted | res:errno semid:i32 semnum:i32 cmd:flags16=semctl-cmd val:i32
254 SYSCALL_PPOLL_E                  ppoll > syscall/wait waits,old,converted | fds:fdlist timeout:reltime sigmask:sigset
255 SYSCALL_PPOLL_X                  ppoll < syscall/wait waits,converted | res:errno fds:fdlist timeout:reltime sigmask:sigset
256 SYSCALL_MOUNT_E                  mount > syscall/file state,old,converted | flags:flags32=mount-flags
257 SYSCALL_MOUNT_X                  mount < syscall/file state,converted | res:errno dev:text dir:path type:text flags:flags32=mount-flags
258 SYSCALL_UMOUNT_E                 umount > syscall/file state,old | flags:flags32=umount-flags
259 SYSCALL_UMOUNT_X                 umount < syscall/file state,old,converted | res:errno name:path
260 K8S_E                            k8s > meta/internal state,old | json:text
261 K8S_X                            NA < unknown unused
262 SYSCALL_SEMGET_E                 semget > syscall/process old,converted | key:i32/hex nsems:i32 semflg:flags32=semget-semflg
263 SYSCALL_SEMGET_X                 semget < syscall/process converted | res:errno key:i32/hex nsems:i32 semflg:flags32=semget-semflg
264 SYSCALL_ACCESS_E                 access > syscall/file old,converted | mode:flags32=access-mode
265 SYSCALL_ACCESS_X                 access < syscall/file converted | res:errno name:path mode:flags32=access-mode
266 SYSCALL_CHROOT_E                 chroot > syscall/process state,old
267 SYSCALL_CHROOT_X                 chroot < syscall/process state | res:errno path:path
268 TRACER_E                         tracer > meta/other old | id:i64 tags:texts args:text-pairs
269 TRACER_X                         NA < unknown unused | id:i64 tags:texts args:text-pairs
270 MESOS_E                          mesos > meta/internal state,old | json:text
271 MESOS_X                          NA < unknown unused
272 CONTAINER_JSON_E                 container > meta/process state,old,converted | json:text
273 CONTAINER_JSON_X                 NA < unknown unused
274 SYSCALL_SETSID_E                 setsid > syscall/process state,old
275 SYSCALL_SETSID_X                 setsid < syscall/process state | res:pid
276 SYSCALL_MKDIR_2_E                mkdir > syscall/file old,converted | mode:u32/hex
277 SYSCALL_MKDIR_2_X                mkdir < syscall/file converted | res:errno path:path mode:u32/hex
278 SYSCALL_RMDIR_2_E                rmdir > syscall/file old
279 SYSCALL_RMDIR_2_X                rmdir < syscall/file - | res:errno path:path
280 NOTIFICATION_E                   notification > meta/other - | id:text/dec desc:text
281 NOTIFICATION_X                   NA < unknown unused
282 SYSCALL_EXECVE_17_E              execve > syscall/process state,old,converted
283 SYSCALL_EXECVE_17_X              execve < syscall/process state,old,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes env:bytes tty:i32
284 SYSCALL_UNSHARE_E                unshare > syscall/process old,converted | flags:flags32=clone
285 SYSCALL_UNSHARE_X                unshare < syscall/process converted | res:errno flags:flags32=clone
286 INFRASTRUCTURE_EVENT_E           infra > meta/internal - | source:text/dec name:text description:text scope:text
287 INFRASTRUCTURE_EVENT_X           NA < unknown unused
288 SYSCALL_EXECVE_18_E              execve > syscall/process state,old,converted | filename:path
289 SYSCALL_EXECVE_18_X              execve < syscall/process state,old,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes env:bytes tty:i32
290 PAGE_FAULT_E                     page_fault > tracepoint/other - | addr:u64/hex ip:u64/hex error:flags32=page_fault-error
291 PAGE_FAULT_X                     NA < unknown unused
292 SYSCALL_EXECVE_19_E              execve > syscall/process state,old,converted | filename:path
293 SYSCALL_EXECVE_19_X              execve < syscall/process state,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes env:bytes tty:u32 vpgid:pid loginuid:uid flags:flags32=execve-flags cap_inheritable:u64/hex cap_permitted:u64/hex cap_effective:u64/hex exe_ino:u64 exe_ino_ctime:abstime exe_ino_mtime:abstime uid:uid trusted_exepath:path pgid:pid/na gid:gid filename:path
294 SYSCALL_SETPGID_E                setpgid > syscall/process old,converted | pid:pid pgid:pid
295 SYSCALL_SETPGID_X                setpgid < syscall/process converted | res:errno pid:pid pgid:pid
296 SYSCALL_BPF_E                    bpf > syscall/other creates-fd,old,converted | cmd:i64
297 SYSCALL_BPF_X                    bpf < syscall/other creates-fd,old,converted | res_or_fd:dyn(fd|errno)
298 SYSCALL_SECCOMP_E                seccomp > syscall/other old,converted | op:u64 flags:u64/hex
299 SYSCALL_SECCOMP_X                seccomp < syscall/other converted | res:errno op:u64 flags:u64/hex
300 SYSCALL_UNLINK_2_E               unlink > syscall/file old
301 SYSCALL_UNLINK_2_X               unlink < syscall/file - | res:errno path:path
302 SYSCALL_UNLINKAT_2_E             unlinkat > syscall/file old
303 SYSCALL_UNLINKAT_2_X             unlinkat < syscall/file uses-fd | res:errno dirfd:fd name:relpath@1 flags:flags32=unlinkat-flags
304 SYSCALL_MKDIRAT_E                mkdirat > syscall/file old
305 SYSCALL_MKDIRAT_X                mkdirat < syscall/file uses-fd | res:errno dirfd:fd path:relpath@1 mode:u32/hex
306 SYSCALL_OPENAT_2_E               openat > syscall/file creates-fd,state,converted | dirfd:fd name:relpath@0 flags:flags32=open mode:u32/oct
307 SYSCALL_OPENAT_2_X               openat < syscall/file creates-fd,state,converted | fd:fd dirfd:fd name:relpath@1 flags:flags32=open mode:u32/oct dev:u32/hex ino:u64
308 SYSCALL_LINK_2_E                 link > syscall/file old
309 SYSCALL_LINK_2_X                 link < syscall/file - | res:errno oldpath:path newpath:path
310 SYSCALL_LINKAT_2_E               linkat > syscall/file old
311 SYSCALL_LINKAT_2_X               linkat < syscall/file - | res:errno olddir:fd oldpath:relpath@1 newdir:fd newpath:relpath@3 flags:flags32=linkat-flags
312 SYSCALL_FCHMODAT_E               fchmodat > syscall/file old
313 SYSCALL_FCHMODAT_X               fchmodat < syscall/file uses-fd | res:errno dirfd:fd filename:relpath@1 mode:mode=fchmodat-mode
314 SYSCALL_CHMOD_E                  chmod > syscall/file old
315 SYSCALL_CHMOD_X                  chmod < syscall/file - | res:errno filename:path mode:mode=fchmodat-mode
316 SYSCALL_FCHMOD_E                 fchmod > syscall/file old
317 SYSCALL_FCHMOD_X                 fchmod < syscall/file uses-fd | res:errno fd:fd mode:mode=fchmodat-mode
318 SYSCALL_RENAMEAT2_E              renameat2 > syscall/file old
319 SYSCALL_RENAMEAT2_X              renameat2 < syscall/file - | res:errno olddirfd:fd oldpath:relpath@1 newdirfd:fd newpath:relpath@3 flags:flags32=renameat2-flags
320 SYSCALL_USERFAULTFD_E            userfaultfd > syscall/file creates-fd,state,old
321 SYSCALL_USERFAULTFD_X            userfaultfd < syscall/file creates-fd,state | res:errno flags:flags32=open
322 PLUGINEVENT_E                    pluginevent > plugin/other large | plugin_id:u32 event_data:bytes
323 PLUGINEVENT_X                    NA < unknown unused
324 CONTAINER_JSON_2_E               container > meta/process state,large | json:text
325 CONTAINER_JSON_2_X               NA < unknown unused
326 SYSCALL_OPENAT2_E                openat2 > syscall/file creates-fd,state,converted | dirfd:fd name:relpath@0 flags:flags32=open mode:u32/oct resolve:flags32=openat2-resolve
327 SYSCALL_OPENAT2_X                openat2 < syscall/file creates-fd,state,converted | fd:fd dirfd:fd name:relpath@1 flags:flags32=open mode:u32/oct resolve:flags32=openat2-resolve dev:u32/hex ino:u64
328 SYSCALL_MPROTECT_E               mprotect > syscall/memory old,converted | addr:u64/hex length:u64 prot:flags32=mmap-prot
329 SYSCALL_MPROTECT_X               mprotect < syscall/memory converted | res:errno addr:u64/hex length:u64 prot:flags32=mmap-prot
330 SYSCALL_EXECVEAT_E               execveat > syscall/process state,old,converted | dirfd:fd pathname:relpath@0 flags:flags32=execveat-flags
331 SYSCALL_EXECVEAT_X               execveat < syscall/process state,converted | res:errno exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:u64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes env:bytes tty:u32 vpgid:pid loginuid:uid flags:flags32=execve-flags cap_inheritable:u64/hex cap_permitted:u64/hex cap_effective:u64/hex exe_ino:u64 exe_ino_ctime:abstime exe_ino_mtime:abstime uid:uid trusted_exepath:path pgid:pid/na gid:gid
332 SYSCALL_COPY_FILE_RANGE_E        copy_file_range > syscall/file uses-fd,reads,writes,old,converted | fdin:fd offin:u64 len:u64
333 SYSCALL_COPY_FILE_RANGE_X        copy_file_range < syscall/file uses-fd,reads,writes,converted | res:errno fdout:fd offout:u64 fdin:fd offin:u64 len:u64
334 SYSCALL_CLONE3_E                 clone3 > syscall/process state,old
335 SYSCALL_CLONE3_X                 clone3 < syscall/process state,converted | res:pid exe:text args:bytes tid:pid pid:pid ptid:pid cwd:text fdlimit:i64 pgft_maj:u64 pgft_min:u64 vm_size:u32 vm_rss:u32 vm_swap:u32 comm:text cgroups:bytes flags:flags32=clone uid:u32 gid:u32 vtid:pid vpid:pid pidns_init_start_ts:u64
336 SYSCALL_OPEN_BY_HANDLE_AT_E      open_by_handle_at > syscall/file creates-fd,state,old
337 SYSCALL_OPEN_BY_HANDLE_AT_X      open_by_handle_at < syscall/file creates-fd,state | fd:fd mountfd:fd flags:flags32=open path:path dev:u32/hex ino:u64
338 SYSCALL_IO_URING_SETUP_E         io_uring_setup > syscall/io-other creates-fd,state,old
339 SYSCALL_IO_URING_SETUP_X         io_uring_setup < syscall/io-other creates-fd,state | res:errno entries:u32 sq_entries:u32 cq_entries:u32 flags:flags32=io_uring_setup-flags sq_thread_cpu:u32 sq_thread_idle:u32 features:flags32=io_uring_setup-features
340 SYSCALL_IO_URING_ENTER_E         io_uring_enter > syscall/io-other old
341 SYSCALL_IO_URING_ENTER_X         io_uring_enter < syscall/io-other uses-fd | res:errno fd:fd to_submit:u32 min_complete:u32 flags:flags32=io_uring_enter-flags sig:sigset
342 SYSCALL_IO_URING_REGISTER_E      io_uring_register > syscall/io-other old
343 SYSCALL_IO_URING_REGISTER_X      io_uring_register < syscall/io-other uses-fd | res:errno fd:fd opcode:enum16=io_uring_register-opcode arg:u64/hex nr_args:u32
344 SYSCALL_MLOCK_E                  mlock > syscall/memory old
345 SYSCALL_MLOCK_X                  mlock < syscall/memory - | res:errno addr:u64/hex len:u64
346 SYSCALL_MUNLOCK_E                munlock > syscall/memory old
347 SYSCALL_MUNLOCK_X                munlock < syscall/memory - | res:errno addr:u64/hex len:u64
348 SYSCALL_MLOCKALL_E               mlockall > syscall/memory old
349 SYSCALL_MLOCKALL_X               mlockall < syscall/memory - | res:errno flags:flags32=mlockall-flags
350 SYSCALL_MUNLOCKALL_E             munlockall > syscall/memory old
351 SYSCALL_MUNLOCKALL_X             munlockall < syscall/memory - | res:errno
352 SYSCALL_CAPSET_E                 capset > syscall/process state,old
353 SYSCALL_CAPSET_X                 capset < syscall/process state | res:errno cap_inheritable:u64/hex cap_permitted:u64/hex cap_effective:u64/hex
354 USER_ADDED_E                     useradded > meta/process state | uid:u32 gid:u32 name:text home:text shell:text container_id:text
355 USER_ADDED_X                     NA < unknown unused
356 USER_DELETED_E                   userdeleted > meta/process state | uid:u32 gid:u32 name:text home:text shell:text container_id:text
357 USER_DELETED_X                   NA < unknown unused
358 GROUP_ADDED_E                    groupadded > meta/process state | gid:u32 name:text container_id:text
359 GROUP_ADDED_X                    NA < unknown unused
360 GROUP_DELETED_E                  groupdeleted > meta/process state | gid:u32 name:text container_id:text
361 GROUP_DELETED_X                  NA < unknown unused
362 SYSCALL_DUP2_E                   dup2 > syscall/io-other creates-fd,uses-fd,state,old | fd:fd
363 SYSCALL_DUP2_X                   dup2 < syscall/io-other creates-fd,uses-fd,state | res:fd oldfd:fd newfd:fd
364 SYSCALL_DUP3_E                   dup3 > syscall/io-other creates-fd,uses-fd,state,old | fd:fd
365 SYSCALL_DUP3_X                   dup3 < syscall/io-other creates-fd,uses-fd,state | res:fd oldfd:fd newfd:fd flags:flags32=open
366 SYSCALL_DUP_1_E                  dup > syscall/io-other creates-fd,uses-fd,state,old | fd:fd
367 SYSCALL_DUP_1_X                  dup < syscall/io-other creates-fd,uses-fd,state | res:fd oldfd:fd
368 SYSCALL_BPF_2_E                  bpf > syscall/other creates-fd,old | cmd:i64
369 SYSCALL_BPF_2_X                  bpf < syscall/other creates-fd | fd:fd cmd:enum32=bpf-cmd
370 SYSCALL_MLOCK2_E                 mlock2 > syscall/memory old
371 SYSCALL_MLOCK2_X                 mlock2 < syscall/memory - | res:errno addr:u64/hex len:u64 flags:flags32=mlock2-flags
372 SYSCALL_FSCONFIG_E               fsconfig > syscall/system old
373 SYSCALL_FSCONFIG_X               fsconfig < syscall/system uses-fd | res:errno fd:fd cmd:enum32=fsconfig-cmd key:text value_bytebuf:bytes value_charbuf:text aux:i32
374 SYSCALL_EPOLL_CREATE_E           epoll_create > syscall/wait creates-fd,state,old,converted | size:i32
375 SYSCALL_EPOLL_CREATE_X           epoll_create < syscall/wait creates-fd,state,converted | res:errno size:i32
376 SYSCALL_EPOLL_CREATE1_E          epoll_create1 > syscall/wait creates-fd,state,old,converted | flags:flags32=epoll_create1-flags
377 SYSCALL_EPOLL_CREATE1_X          epoll_create1 < syscall/wait creates-fd,state,converted | res:errno flags:flags32=epoll_create1-flags
378 SYSCALL_CHOWN_E                  chown > syscall/file old
379 SYSCALL_CHOWN_X                  chown < syscall/file - | res:errno path:path uid:u32 gid:u32
380 SYSCALL_LCHOWN_E                 lchown > syscall/file old
381 SYSCALL_LCHOWN_X                 lchown < syscall/file - | res:errno path:path uid:u32 gid:u32
382 SYSCALL_FCHOWN_E                 fchown > syscall/file old
383 SYSCALL_FCHOWN_X                 fchown < syscall/file uses-fd | res:errno fd:fd uid:u32 gid:u32
384 SYSCALL_FCHOWNAT_E               fchownat > syscall/file old
385 SYSCALL_FCHOWNAT_X               fchownat < syscall/file uses-fd | res:errno dirfd:fd pathname:relpath@1 uid:u32 gid:u32 flags:flags32=fchownat-flags
386 SYSCALL_UMOUNT_1_E               umount > syscall/file state,old
387 SYSCALL_UMOUNT_1_X               umount < syscall/file state | res:errno name:path
388 SOCKET_ACCEPT4_6_E               accept4 > syscall/net creates-fd,state,old,converted | flags:i32/hex
389 SOCKET_ACCEPT4_6_X               accept4 < syscall/net creates-fd,state,converted | fd:fd tuple:socktuple queuepct:u8 queuelen:u32 queuemax:u32 flags:i32/hex
390 SYSCALL_UMOUNT2_E                umount2 > syscall/file state,old,converted | flags:flags32=umount-flags
391 SYSCALL_UMOUNT2_X                umount2 < syscall/file state,converted | res:errno name:path flags:flags32=umount-flags
392 SYSCALL_PIPE2_E                  pipe2 > syscall/ipc creates-fd,state,old
393 SYSCALL_PIPE2_X                  pipe2 < syscall/ipc creates-fd,state | res:errno fd1:fd fd2:fd ino:u64 flags:flags32=open
394 SYSCALL_INOTIFY_INIT1_E          inotify_init1 > syscall/ipc creates-fd,state,old
395 SYSCALL_INOTIFY_INIT1_X          inotify_init1 < syscall/ipc creates-fd,state | res:fd flags:flags16=open
396 SYSCALL_EVENTFD2_E               eventfd2 > syscall/ipc creates-fd,state,old,converted | initval:u64
397 SYSCALL_EVENTFD2_X               eventfd2 < syscall/ipc creates-fd,state,converted | res:fd flags:flags16=open initval:u64
398 SYSCALL_SIGNALFD4_E              signalfd4 > syscall/signal creates-fd,state,old,converted | fd:fd mask:u32/hex
399 SYSCALL_SIGNALFD4_X              signalfd4 < syscall/signal creates-fd,state,converted | res:fd flags:flags16=open fd:fd mask:u32/hex
400 SYSCALL_PRCTL_E                  prctl > syscall/process state,old
401 SYSCALL_PRCTL_X                  prctl < syscall/process state | res:errno option:enum32=prctl-option arg2_str:text arg2_int:i64
402 ASYNCEVENT_E                     asyncevent > meta/other large | plugin_id:u32 name:text data:bytes
403 ASYNCEVENT_X                     NA < unknown unused
404 SYSCALL_MEMFD_CREATE_E           memfd_create > syscall/memory creates-fd,state,old
405 SYSCALL_MEMFD_CREATE_X           memfd_create < syscall/memory creates-fd,state | fd:fd name:text flags:flags32=memfd_create-flags
406 SYSCALL_PIDFD_GETFD_E            pidfd_getfd > syscall/process creates-fd,state,old
407 SYSCALL_PIDFD_GETFD_X            pidfd_getfd < syscall/process creates-fd,state | fd:fd pid_fd:fd target_fd:fd flags:u32/hex
408 SYSCALL_PIDFD_OPEN_E             pidfd_open > syscall/process creates-fd,state,old
409 SYSCALL_PIDFD_OPEN_X             pidfd_open < syscall/process creates-fd,state | fd:fd pid:pid flags:flags32=pidfd_open-flags
410 SYSCALL_INIT_MODULE_E            init_module > syscall/other old
411 SYSCALL_INIT_MODULE_X            init_module < syscall/other - | res:errno img:bytes length:u64 uargs:text
412 SYSCALL_FINIT_MODULE_E           finit_module > syscall/other old
413 SYSCALL_FINIT_MODULE_X           finit_module < syscall/other uses-fd,reads | res:errno fd:fd uargs:text flags:flags32=finit_module-flags
414 SYSCALL_MKNOD_E                  mknod > syscall/other old
415 SYSCALL_MKNOD_X                  mknod < syscall/other - | res:errno path:path mode:mode=mknod-mode dev:u32
416 SYSCALL_MKNODAT_E                mknodat > syscall/other old
417 SYSCALL_MKNODAT_X                mknodat < syscall/other uses-fd | res:errno dirfd:fd path:relpath@1 mode:mode=mknod-mode dev:u32
418 SYSCALL_NEWFSTATAT_E             newfstatat > syscall/file old
419 SYSCALL_NEWFSTATAT_X             newfstatat < syscall/file uses-fd | res:errno dirfd:fd path:relpath@1 flags:flags32=newfstatat-flags
420 SYSCALL_PROCESS_VM_READV_E       process_vm_readv > syscall/ipc old
421 SYSCALL_PROCESS_VM_READV_X       process_vm_readv < syscall/ipc - | res:i64 pid:pid data:bytes
422 SYSCALL_PROCESS_VM_WRITEV_E      process_vm_writev > syscall/ipc old
423 SYSCALL_PROCESS_VM_WRITEV_X      process_vm_writev < syscall/ipc - | res:i64 pid:pid data:bytes
424 SYSCALL_DELETE_MODULE_E          delete_module > syscall/other old
425 SYSCALL_DELETE_MODULE_X          delete_module < syscall/other - | res:errno name:text flags:flags32=delete_module-flags
426 SYSCALL_SETREUID_E               setreuid > syscall/user state,old
427 SYSCALL_SETREUID_X               setreuid < syscall/user state | res:errno ruid:uid euid:uid
428 SYSCALL_SETREGID_E               setregid > syscall/user old
429 SYSCALL_SETREGID_X               setregid < syscall/user state | res:errno rgid:uid egid:uid
430 ITER_TASK_E                      task > iter/process state | ppid:pid32 pgid:pid32 vpgid:pid32 sid:pid32 comm:text argv:texts exepath:path flags:flags32=execve-flags env:texts cwd:text fdlimit:u64 euid:uid egid:gid cap_permitted:u64/hex cap_effective:u64/hex cap_inheritable:u64/hex exe_ino_num:u64 exe_ino_ctime:abstime exe_ino_mtime:abstime vm_size:u32 vm_rss:u32 vm_swap:u32 pgft_maj:u64 pgft_min:u64 vtgid:pid32 vpid:pid32 pidns_init_start_ts:u64 cgroups:texts root:path start_time:abstime tty:u32 loginuid:uid
431 ITER_TASK_X                      NA < unknown unused
432 ITER_TASK_FILE_PIPE_E            task_file_pipe > iter/file state | fd:fd32 path:path ino_num:u64
433 ITER_TASK_FILE_PIPE_X            NA < unknown unused
434 ITER_TASK_FILE_MEMFD_E           task_file_memfd > iter/file state | fd:fd32 path:path ino_num:u64
435 ITER_TASK_FILE_MEMFD_X           NA < unknown unused
436 ITER_TASK_FILE_REGULAR_E         task_file_regular > iter/file state | fd:fd32 path:path flags:flags32=open mnt_id:u32 ino_num:u64
437 ITER_TASK_FILE_REGULAR_X         NA < unknown unused
438 ITER_TASK_FILE_DIRECTORY_E       task_file_directory > iter/file state | fd:fd32 path:path ino_num:u64
439 ITER_TASK_FILE_DIRECTORY_X       NA < unknown unused
440 ITER_TASK_FILE_SOCKET_INET_E     task_file_socket_inet > iter/file state | fd:fd32 sk_type:u16 sk_proto:u16 local_ip:ipv4 local_port:port remote_ip:ipv4 remote_port:port ino_num:u64
441 ITER_TASK_FILE_SOCKET_INET_X     NA < unknown unused
442 ITER_TASK_FILE_SOCKET_INET6_E    task_file_socket_inet6 > iter/file state | fd:fd32 sk_type:u16 sk_proto:u16 local_ip:ipv6 local_port:port remote_ip:ipv6 remote_port:port ino_num:u64
443 ITER_TASK_FILE_SOCKET_INET6_X    NA < unknown unused
444 ITER_TASK_FILE_SOCKET_UNIX_E     task_file_socket_unix > iter/file state | fd:fd32 sk_type:u16 sk_proto:u16 sk_pointer:u64/na sun_path:path ino_num:u64
445 ITER_TASK_FILE_SOCKET_UNIX_X     NA < unknown unused
446 ITER_TASK_FILE_SOCKET_NETLINK_E  task_file_socket_netlink > iter/file state | fd:fd32 sk_type:u16 sk_proto:u16 ino_num:u64
447 ITER_TASK_FILE_SOCKET_NETLINK_X  NA < unknown unused
448 ITER_TASK_FILE_ANON_INODE_E      task_file_anon_inode > iter/file state | fd:fd32 fd_type:flags8=task_file_anon_inode-fd-type path:path ino_num:u64
449 ITER_TASK_FILE_ANON_INODE_X      NA < unknown unused
450 SYSCALL_CLOSE_RANGE_E            NA > unknown unused
451 SYSCALL_CLOSE_RANGE_X            close_range < syscall/io-other state | res:errno first:u32 last:u32 flags:flags32=close_range-flags
452 SYSCALL_KEYCTL_E                 NA > unknown unused
453 SYSCALL_KEYCTL_X                 keyctl < syscall/other - | res:errno operation:enum32=keyctl-operation arg2:dyn(i64|text) arg3:dyn(i64|text) arg4:dyn(i64|text) arg5:dyn(i64|text)
`;
