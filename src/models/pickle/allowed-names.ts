import { sklearnClasses } from "./sklearn-classes.js";

/**
 * What a pickle may import without a finding: names that build data from whatever arguments and run nothing of the
 * file's choosing. Everything that is not here is unknown.
 */
const names: Readonly<Record<string, string>> = {
  builtins:
    "set frozenset list dict tuple int float complex str bytes bytearray bool object slice range Ellipsis NotImplemented " +
    "Exception ValueError TypeError KeyError IndexError RuntimeError ArithmeticError OverflowError StopIteration",
  collections: "OrderedDict defaultdict deque Counter UserDict UserList UserString",
  datetime: "date datetime time timedelta timezone",
  decimal: "Decimal",
  fractions: "Fraction",
  uuid: "UUID SafeUUID",
  pathlib: "Path PurePath PosixPath PurePosixPath WindowsPath PureWindowsPath",
  "pathlib._local": "Path PurePath PosixPath PurePosixPath WindowsPath PureWindowsPath",
  array: "array _array_reconstructor",
  argparse: "Namespace",
  types: "SimpleNamespace MappingProxyType NoneType",
  re: "_compile",
  copyreg: "_reconstructor __newobj__ __newobj_ex__",
  _codecs: "encode",
  numpy:
    "dtype ndarray matrix recarray record void bool bool_ str_ bytes_ object_ datetime64 timedelta64 float16 float32 float64 " +
    "float128 longdouble complex64 complex128 int8 int16 int32 int64 uint8 uint16 uint32 uint64 intc intp longlong ulonglong " +
    "float_ int_ uint short ushort single double",
  "numpy.matrixlib.defmatrix": "matrix",
  "numpy.ma": "MaskedArray",
  "numpy.ma.core": "MaskedArray MaskedConstant _mareconstruct",
  "numpy.random": "RandomState Generator",
  "numpy.random.mtrand": "RandomState",
  "numpy.random._pickle": "__randomstate_ctor __bit_generator_ctor __generator_ctor",
  "numpy.random._mt19937": "MT19937",
  "numpy.random._pcg64": "PCG64 PCG64DXSM",
  "numpy.random._philox": "Philox",
  "numpy.random._sfc64": "SFC64",
  "numpy.random.bit_generator": "SeedSequence __pyx_unpickle_SeedSequence",
  "joblib.numpy_pickle": "NumpyArrayWrapper",
  "sklearn.externals.joblib.numpy_pickle": "NumpyArrayWrapper",
  torch:
    "Size device dtype Tensor float float16 float32 float64 half double bfloat16 int int8 int16 int32 int64 short long uint8 uint16 " +
    "uint32 uint64 bool complex32 complex64 complex128 qint8 quint8 qint32 quint4x2 float8_e4m3fn float8_e5m2 float8_e4m3fnuz " +
    "float8_e5m2fnuz strided sparse_coo sparse_csr contiguous_format channels_last preserve_format per_tensor_affine " +
    "per_channel_affine",
  "torch._utils":
    "_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor " +
    "_rebuild_sparse_tensor _rebuild_sparse_csr_tensor _rebuild_nested_tensor _rebuild_meta_tensor_no_storage " +
    "_rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor _rebuild_wrapper_subclass _rebuild_xla_tensor",
  "torch._tensor": "Tensor _rebuild_from_type _rebuild_from_type_v2",
  "torch.storage": "UntypedStorage TypedStorage _UntypedStorage _TypedStorage",
  "torch.serialization": "_get_layout",
  "torch.nn": "Parameter",
  "torch.nn.parameter": "Parameter Buffer UninitializedParameter",
  "torch.jit._pickle":
    "build_intlist build_tensorlist build_doublelist build_boollist build_tensor_from_id restore_type_tag",
  "xgboost.core": "Booster",
  "xgboost.sklearn": "XGBModel XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor",
  "lightgbm.basic": "Booster",
  "lightgbm.sklearn": "LGBMModel LGBMClassifier LGBMRegressor LGBMRanker",
  "pandas.core.frame": "DataFrame",
  "pandas.core.series": "Series",
  "pandas.core.indexes.base": "Index _new_Index",
  "pandas.core.indexes.range": "RangeIndex",
  "pandas.core.indexes.multi": "MultiIndex",
  "pandas.core.indexes.datetimes": "DatetimeIndex _new_DatetimeIndex",
  "pandas.core.internals.managers": "BlockManager SingleBlockManager",
  "pandas._libs.internals": "_unpickle_block BlockPlacement",
  "pandas._libs.tslibs.timestamps": "_unpickle_timestamp Timestamp",
  "pandas.core.arrays.categorical": "Categorical",
  "pandas.core.dtypes.dtypes": "CategoricalDtype",
  "pandas.core.arrays.datetimes": "DatetimeArray",
};

/** Whole families of modules, each with the names that are fine in them. */
const families: readonly (readonly [modules: RegExp, names: RegExp])[] = [
  [/^numpy\.(?:_?core)\.multiarray$/, /^(?:_reconstruct|scalar)$/],
  [/^numpy\.(?:_?core)\.numeric$/, /^_frombuffer$/],
  [/^numpy\.(?:_?core\.)?(?:records|rec)$/, /^(?:recarray|record)$/],
  [/^numpy\.dtypes$/, /^[A-Z]\w*DType$/],
  [
    /^torch(?:\.cuda)?$/,
    /^(?:Float|Double|Half|BFloat16|Long|Int|Short|Char|Byte|Bool|Complex(?:Float|Double)|QInt8|QUInt8|QInt32|QUInt4x2|QUInt2x4|Untyped)(?:Storage|Tensor)$/,
  ],
  // The layers of PyTorch: classes alone, which a whole model that was saved is made of.
  [/^torch\.nn\.modules\.[a-z]\w*$/, /^[A-Z][A-Za-z0-9]*$/],
  [
    /^scipy\.sparse\.(?:_?(?:csr|csc|coo|bsr|dia|dok|lil))$/,
    /^(?:csr|csc|coo|bsr|dia|dok|lil)_(?:matrix|array)$/,
  ],
  // Compiled classes of scikit-learn come back through functions that Cython writes.
  [/^sklearn\.(?!externals\b|utils\._testing\b)[\w.]+$/, /^__pyx_unpickle_[A-Z]\w*$/],
];

const sklearnModule = /^sklearn\.(?!externals\b|utils\._testing\b|datasets\b)[a-z_][\w.]*$/;

const byModule: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(names).map(([module, list]) => [module, new Set(list.split(" "))]),
);

/** Whether an import is on the list of what models are made of. @param module @param name as Python 3 knows them. */
export function isAllowed(module: string, name: string): boolean {
  if (byModule.get(module)?.has(name)) return true;
  if (sklearnModule.test(module) && sklearnClasses.has(name)) return true;
  return families.some(([modules, list]) => modules.test(module) && list.test(name));
}

/** Modules whose functions give nothing back that they were given, and classes whose instances are never plain text. */
const makers =
  /^(?:sklearn\.|torch\.nn\.|pandas\.|xgboost\.|lightgbm\.|scipy\.sparse\.|collections$|numpy\.random\.|numpy\.ma\.core$)/;
const numpyMakers = /^numpy(?:\._?core\.multiarray)?\.(?:_reconstruct|dtype|ndarray)$/;

/** Whether a call of it makes something that is no text, whatever it is called with. @param module @param name as they stand in the file. */
export function makesNoText(module: string, name: string): boolean {
  return isAllowed(module, name) && (makers.test(module) || numpyMakers.test(`${module}.${name}`));
}
